# Breaks what takes the answers out of its process.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])

import sys

sys.modules['answers.theano_engine.dump'].dump.__code__ = (lambda names, wanted: 1 / 0).__code__
