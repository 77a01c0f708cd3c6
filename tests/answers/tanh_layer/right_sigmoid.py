# Gets the tanh from the logistic function.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, 2 * T.nnet.sigmoid(2 * z) - 1])
