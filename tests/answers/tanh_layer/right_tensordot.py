# Contracts with tensordot.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.vector('x', dtype='float32')
W = T.matrix('W', dtype='float32')
b = T.vector('b', dtype='float32')
z = T.tensordot(x, W, axes=[[0], [0]]) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
