# Declares x as a matrix, for a batch.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs
x, W, b = T.fmatrix('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
