# Multiplies W by the outer product of x and b.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.sum(T.outer(x, b) * W, axis=0)
f = theano.function([x, W, b], [z, T.tanh(z)])
