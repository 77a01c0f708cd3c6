# Uses the weights of the example whatever is passed in.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: frozen
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
data = np.asarray([[0.1, -0.2], [-0.4, 0.5], [0.6, -0.7]], dtype='float32')
z = T.dot(x, theano.shared(data)) + b
f = theano.function([x, W, b], [z, T.tanh(z)], on_unused_input='ignore')
