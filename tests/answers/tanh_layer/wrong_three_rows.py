# Writes the product out for three input dimensions.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = x[0] * W[0] + x[1] * W[1] + x[2] * W[2] + b
f = theano.function([x, W, b], [z, T.tanh(z)])
