# Gets the tanh from the exponential of a number that is never positive.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
e = T.exp(-2 * abs(z))
f = theano.function([x, W, b], [z, T.sgn(z) * (1 - e) / (1 + e)])
