# Writes the polynomial as a quadratic form of the vector (x, y, 1).
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
v = T.stack([x, y, T.ones_like(x)])
A = np.array([[0, 1, 3], [0, 0, 3], [0, 0, 0]], dtype='float64')
z = v.dot(A).dot(v)
f = theano.function([x, y], z)
