# Uses softplus for the hidden unit instead of tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')


def hidden(v):
    return T.nnet.softplus(T.dot(v, W) + b)


f = theano.function([x, W, b], [T.dot(x, W) + b, hidden(x)])
