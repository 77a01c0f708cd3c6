# Keeps the bias in a shared variable, so there are two inputs.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: inputs, frozen
x, W = T.fvector('x'), T.fmatrix('W')
b = theano.shared(np.asarray([0.1, 0.2], dtype='float32'), name='b')
z = T.dot(x, W) + b
f = theano.function([x, W], [z, T.tanh(z)])
