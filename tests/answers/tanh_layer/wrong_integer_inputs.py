# Declares integer inputs, so the tutorial's numbers are refused.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs
x, W, b = T.ivector('x'), T.imatrix('W'), T.ivector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
