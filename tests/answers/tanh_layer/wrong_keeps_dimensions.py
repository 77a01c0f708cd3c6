# Sums with keepdims, so both outputs are matrices of one row.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: shape
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = (x[:, None] * W).sum(axis=0, keepdims=True) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
