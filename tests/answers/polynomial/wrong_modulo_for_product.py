# Writes % between x and y.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x % y + 3 * y
f = theano.function([x, y], z)
