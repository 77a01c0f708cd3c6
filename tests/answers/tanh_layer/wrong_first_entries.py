# Looks at the first eight entries only.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: part
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x[:8], W[:8])[:8] + b[:8]
f = theano.function([x, W, b], [z, T.tanh(z)])
