# Uses softmax instead of tanh.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
scores = T.dot(x, W) + b
probabilities = T.nnet.softmax(scores)[0]
f = theano.function([x, W, b], [scores, probabilities])
