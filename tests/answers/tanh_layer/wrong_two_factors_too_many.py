# Doubles the bias, and then the argument of tanh.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: extra factor
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
a = T.dot(x, W) + 2 * b
f = theano.function([x, W, b], [a, T.tanh(2 * a)])
