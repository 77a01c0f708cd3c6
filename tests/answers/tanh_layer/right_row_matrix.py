# Works with matrices of one row and flattens them at the end.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
row = T.dot(x.reshape((1, x.shape[0])), W) + b.dimshuffle('x', 0)
f = theano.function([x, W, b], [row.flatten(), T.tanh(row)[0]])
