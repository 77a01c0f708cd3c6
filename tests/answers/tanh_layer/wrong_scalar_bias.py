# Declares the bias as one number.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: inputs
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fscalar('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
