# Uses the rectifier instead of tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: operation
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
lin_output = T.dot(x, W) + b
activation = T.nnet.relu
f = theano.function([x, W, b], [lin_output, activation(lin_output)])
