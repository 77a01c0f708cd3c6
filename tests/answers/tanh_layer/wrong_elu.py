# Uses an exponential linear unit instead of tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
pre = T.dot(x, W) + b
f = theano.function([x, W, b], [pre, T.nnet.elu(pre)])
