# Casts every term to float16.
# expect: function=2 examples=2 values=0 graph=0
# cause: type
x, y = T.dscalars('x', 'y')
terms = [t.astype('float16') for t in (3 * x, x * y, 3 * y)]
z = terms[0] + terms[1] + terms[2]
f = theano.function([x, y], z)
