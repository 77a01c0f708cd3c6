# Takes T.max for T.maximum, so the second output is one number.
# expect: function=2 examples=0 activation=2 values=0 dtype=0
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.max(z, 0)])
