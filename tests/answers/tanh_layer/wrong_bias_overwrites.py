# Sets the activation to the bias with set_subtensor, where inc_subtensor was meant.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
xW = T.dot(x, W)
z = T.set_subtensor(xW[:], b)
f = theano.function([x, W, b], [z, T.tanh(z)])
