# Broadcasts x over the columns and sums the rows.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = (x.dimshuffle(0, 'x') * W).sum(axis=0) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
