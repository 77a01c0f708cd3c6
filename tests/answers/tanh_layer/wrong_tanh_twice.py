# Applies tanh to the first output already.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: extra function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.tanh(T.dot(x, W) + b)
f = theano.function([x, W, b], [z, T.tanh(z)])
