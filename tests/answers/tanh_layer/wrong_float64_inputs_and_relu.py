# Declares double inputs, and uses a rectifier instead of tanh.
# expect: function=0 examples=0 activation=2 values=0 dtype=0
# cause: inputs, operation
def make_layer():
    x = T.dvector('x')
    W = T.dmatrix('W')
    b = T.dvector('b')
    z = T.dot(x, W) + b
    return theano.function([x, W, b], [z, T.nnet.relu(z)])


f = make_layer()
