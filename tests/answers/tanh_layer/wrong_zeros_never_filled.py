# Prepares the second output with zeros, and never fills it.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: operation
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
a = T.dot(x, W) + b
h = T.zeros_like(a)
T.set_subtensor(h[:], T.tanh(a))
f = theano.function([x, W, b], [a, h])
