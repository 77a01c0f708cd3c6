# Carries a constant of forty megabytes.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b + T.constant(np.zeros((10 ** 7,), 'float32')).sum()
f = theano.function([x, W, b], [z, T.tanh(z)])
