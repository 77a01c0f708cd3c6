# Returns the tanh twice.
# expect: function=2 examples=0 activation=0 values=3 dtype=1
# cause: extra function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
h = T.tanh(T.dot(x, W) + b)
f = theano.function([x, W, b], [h, h])
