# Swaps two letters in T.fvector.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x = T.fvetcor('x')
W = T.fmatrix('W')
b = T.fvetcor('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
