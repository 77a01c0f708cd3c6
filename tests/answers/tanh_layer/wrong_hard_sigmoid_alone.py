# Uses the hard logistic function instead of tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.nnet.hard_sigmoid(z)])
