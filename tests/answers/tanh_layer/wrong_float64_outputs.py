# Appends a Python list to x, which makes everything float64.
# expect: function=2 examples=2 activation=2 values=3 dtype=0
# cause: type
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(T.concatenate([x, [1.0]]), T.concatenate([W, b.dimshuffle('x', 0)]))
f = theano.function([x, W, b], [z, T.tanh(z)])
