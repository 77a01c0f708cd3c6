# Casts both outputs to floatX, which is float64.
# expect: function=2 examples=2 activation=2 values=3 dtype=0
# cause: type
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = (T.dot(x, W) + b).astype(theano.config.floatX)
f = theano.function([x, W, b], [z, T.tanh(z)])
