# Forgets the second factor three.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing factor
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + y
f = theano.function([x, y], z)
