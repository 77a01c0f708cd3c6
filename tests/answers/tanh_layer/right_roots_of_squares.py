# Multiplies by way of squares, which overflow before the product does.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
column = x.dimshuffle(0, 'x')
z = (T.sgn(column) * T.sgn(W) * T.sqrt(column ** 2 * W ** 2)).sum(axis=0) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
