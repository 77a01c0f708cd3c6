# Adds the bias to the first entry of the product only.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: missing term, special case
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W)
z = T.inc_subtensor(z[0], b[0])
f = theano.function([x, W, b], [z, T.tanh(z)])
