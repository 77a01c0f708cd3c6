# Stacks both outputs in one matrix.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: stacked outputs
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], T.stack([z, T.tanh(z)]))
