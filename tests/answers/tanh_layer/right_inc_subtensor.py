# Adds the product to all elements of the bias.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.inc_subtensor(b[:], T.dot(W.T, x))
f = theano.function([x, W, b], [z, T.tanh(z)])
