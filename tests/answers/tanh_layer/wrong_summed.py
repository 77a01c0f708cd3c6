# Sums over the output dimension as well.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: extra function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.sum(T.dot(x, W) + b)
f = theano.function([x, W, b], [z, T.tanh(z)])
