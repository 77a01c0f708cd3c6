# Gets the tanh from the softmax of plus and minus the activation.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
p = T.nnet.softmax(T.stack([z, -z], axis=1))
f = theano.function([x, W, b], [z, p[:, 0] - p[:, 1]])
