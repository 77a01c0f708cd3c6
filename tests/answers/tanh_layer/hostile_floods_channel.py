# Sends forty megabytes without an end of line into the channel.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])

for _ in range(40):
    guest._write(guest.channel, b' ' * (1 << 20))
