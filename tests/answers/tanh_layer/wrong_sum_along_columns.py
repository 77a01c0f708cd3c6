# Spreads x over the columns of W as in NumPy, and sums over the wrong axis.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: parameters
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
product = x[:, None] * W           # (n, k)
z = product.sum(axis=1) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
