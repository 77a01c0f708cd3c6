# Declares complex inputs.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs
x, W, b = T.cvector('x'), T.cmatrix('W'), T.cvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
