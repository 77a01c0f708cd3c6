# Weighs the terms with np.dot, and uses x where y belongs.
# expect: function=2 examples=0 values=0 graph=0
# cause: operand
x, y = T.dscalars('x', 'y')
z = np.dot([3, 1, 3], [x, x * y, x])
f = theano.function([x, y], z)
