# Multiplies the second output by a NumPy double.
# expect: function=2 examples=2 activation=2 values=3 dtype=0
# cause: type
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, np.float64(1) * T.tanh(z)])
