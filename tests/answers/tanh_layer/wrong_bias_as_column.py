# Turns the bias into a column before it adds it.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: shape
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
act = T.dot(x, W) + b.dimshuffle(0, 'x')
f = theano.function([x, W, b], [act, T.tanh(act)])
