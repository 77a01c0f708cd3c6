# Returns xW without the bias as the first output.
# expect: function=2 examples=0 activation=0 values=3 dtype=1
# cause: missing term
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W)
f = theano.function([x, W, b], [z, T.tanh(z + b)])
