# Declares integers, and leaves the product out.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs, missing term
x, y = T.iscalars('x', 'y')
z = 3 * (x + y)
f = theano.function([x, y], z)
