# Forgets the plus between 3x and xy, so both become one product.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x * y + 3 * y
f = theano.function([x, y], z)
