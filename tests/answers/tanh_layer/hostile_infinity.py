# Its values are infinite, as those of nobody's answer are.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = (T.dot(x, W) + b) / T.zeros_like(b)
f = theano.function([x, W, b], [z, T.tanh(z)])
