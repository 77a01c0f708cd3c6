# Gets the products from squares, in float64.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
column, M = T.cast(x, 'float64').dimshuffle(0, 'x'), T.cast(W, 'float64')
z = T.cast(((column + M) ** 2 - column ** 2 - M ** 2).sum(axis=0) / 2 + b, 'float32')
f = theano.function([x, W, b], [z, T.tanh(z)])
