# Returns a tuple of both outputs.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector(), T.fmatrix(), T.fvector()
activation = x.dot(W) + b
f = theano.function(inputs=(x, W, b), outputs=(activation, T.tanh(activation)))
