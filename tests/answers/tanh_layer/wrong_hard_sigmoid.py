# Doubles and shifts the hard logistic function, which is no tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
h = 2 * T.nnet.hard_sigmoid(2 * z) - 1
f = theano.function([x, W, b], [z, h])
