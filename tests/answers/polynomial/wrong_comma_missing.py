# Forgets the comma between the inputs.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x y], z)
