# Passes the second output as a third argument.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
# inputs, first output, second output
f = theano.function([x, W, b], z, T.tanh(z))
