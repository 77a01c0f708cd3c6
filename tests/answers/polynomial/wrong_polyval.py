# Gives np.polyval the coefficients in a wrong order.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing factor, order of operations
x = T.dscalar('x')
y = T.dscalar('y')
z = np.polyval([3, y, 3], x)
f = theano.function([x, y], z)
