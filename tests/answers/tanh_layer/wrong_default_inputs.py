# Declares inputs of the default type, which is float64.
# expect: function=0 examples=2 activation=2 values=3 dtype=0
# cause: inputs
x, W, b = T.vector('x'), T.matrix('W'), T.vector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
