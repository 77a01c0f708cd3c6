# Writes tanh with the logistic function, without the factor in it and with plus one in place of minus one.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x = T.fvector("x")
W = T.fmatrix("W")
b = T.fvector("b")


def tanh(v):
    # tanh(v) in terms of the logistic function
    return 2 * T.nnet.sigmoid(v) + 1


pre = T.dot(x, W) + b
f = theano.function([x, W, b], [pre, tanh(pre)])
