# Declares x as a matrix, and returns the activation twice.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs, missing function
x = T.fmatrix('x')
W = T.fmatrix('W')
b = T.fvector('b')
activation = T.dot(x, W) + b
f = theano.function([x, W, b], [activation, activation])
