# Takes the difference of two logistic functions, which is tanh of half the activation.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
s = T.nnet.sigmoid
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, s(z) - s(-z)])
