# Looks at the first forty entries of x only.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: part
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x[:40], W[:40]) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
