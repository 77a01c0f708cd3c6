# Forgets to list the bias among the inputs, so nothing is compiled.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W], [z, T.tanh(z)])
