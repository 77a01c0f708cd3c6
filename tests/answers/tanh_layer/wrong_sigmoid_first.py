# Returns the logistic function of the activation first, and then the activation.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: operation, output order
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
h = T.nnet.sigmoid(z)
f = theano.function([x, W, b], [h, z])
