# Declares all as in the textbook, with columns and W turned.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs
x = T.fcol('x')
W = T.fmatrix('W')
b = T.fcol('b')
z = T.dot(W.T, x) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
