# Assigns the entries of a symbolic vector one by one.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.zeros_like(b)
z[0] = T.dot(x, W[:, 0]) + b[0]
z[1] = T.dot(x, W[:, 1]) + b[1]
f = theano.function([x, W, b], [z, T.tanh(z)])
