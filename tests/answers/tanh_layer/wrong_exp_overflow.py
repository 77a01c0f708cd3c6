# Divides two exponentials that overflow, so saturated units become nan.
# expect: function=2 examples=2 activation=2 values=0 dtype=1
# cause: not finite
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
up, down = T.exp(z), T.exp(-z)
f = theano.function([x, W, b], [z, (up - down) / (up + down)])
