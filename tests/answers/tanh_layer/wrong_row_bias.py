# Declares the bias as a row.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs
x, W, b = T.fvector('x'), T.fmatrix('W'), T.frow('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
