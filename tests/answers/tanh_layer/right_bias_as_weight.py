# Appends a one to x and the bias to W.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
x1 = T.concatenate([x, T.ones((1,), dtype='float32')])
W1 = T.concatenate([W, b.dimshuffle('x', 0)], axis=0)
z = T.dot(x1, W1)
f = theano.function([x, W, b], [z, T.tanh(z)])
