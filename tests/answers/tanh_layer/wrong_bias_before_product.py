# Adds the bias to x before the product.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: order of operations
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x + b, W)
f = theano.function([x, W, b], [z, T.tanh(z)])
