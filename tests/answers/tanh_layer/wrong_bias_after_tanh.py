# Adds the bias after the tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: order of operations
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
xW = T.dot(x, W)
f = theano.function([x, W, b], [xW + b, T.tanh(xW) + b])
