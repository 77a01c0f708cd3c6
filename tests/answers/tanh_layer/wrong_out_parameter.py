# Wants np.tanh to write its result into a symbol.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
a = T.dot(x, W) + b
h = T.zeros_like(a)
np.tanh(a, out=h)
f = theano.function([x, W, b], [a, h])
