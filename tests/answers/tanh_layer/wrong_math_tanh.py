# Calls math.tanh on the symbolic vector.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
from math import tanh

x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
lin = T.dot(x, W) + b
f = theano.function([x, W, b], [lin, tanh(lin)])
