# Multiplies by the bias, and writes the logistic function in place of tanh.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression, operation
def squash(v):
    return 1 / (1 + T.exp(-v))


x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
h = T.dot(x, W) * b
f = theano.function([x, W, b], [h, squash(h)])
