# Cuts the activation at twenty, where float32 is saturated already.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
c = T.clip(z, -20, 20)
h = T.switch(T.lt(abs(z), 20), T.tanh(c), T.sgn(z))
f = theano.function([x, W, b], [z, h])
