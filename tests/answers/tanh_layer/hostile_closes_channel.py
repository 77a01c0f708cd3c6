# Closes the channel through which answers leave.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])

os.close(guest.channel)
