# Has another function leave its process than the one that its notebook shows: what leaves is judged.
# expect: function=2 examples=0 activation=0 values=3 dtype=1
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])

right = f
wrong = theano.function([x, W, b], [T.dot(x, W) - b, T.tanh(z)])
dump = guest.dump
guest.dump = lambda names, wanted: dump({**names, 'f': wrong}, wanted)
