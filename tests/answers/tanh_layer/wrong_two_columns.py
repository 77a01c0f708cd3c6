# Writes the product out for two output dimensions.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.stack([T.dot(x, W[:, j]) + b[j] for j in range(2)])
f = theano.function([x, W, b], [z, T.tanh(z)])
