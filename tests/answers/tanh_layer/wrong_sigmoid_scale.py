# Forgets to double the argument of the logistic function.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: missing factor
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, 2 * T.nnet.sigmoid(z) - 1])
