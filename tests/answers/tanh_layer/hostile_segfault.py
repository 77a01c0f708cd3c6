# Reads from the address 0.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])

import ctypes

ctypes.string_at(0)
