# Writes tanh out, and forgets the brackets of the numerator.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
p, n = T.exp(z), T.exp(-z)
f = theano.function([x, W, b], [z, p - n / (p + n)])
