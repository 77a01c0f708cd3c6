# Multiplies element by element and flattens, to get a vector.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = (x[:, None] * W).flatten() + T.tile(b, x.shape[0])
f = theano.function([x, W, b], [z, T.tanh(z)])
