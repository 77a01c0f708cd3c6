# Multiplies from the left with the transposed matrix.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = b + T.dot(W.T, x)
f = theano.function([x, W, b], [z, T.tanh(z)])
