# Averages over the input dimension instead of summing.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.mean(x.dimshuffle(0, 'x') * W, axis=0) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
