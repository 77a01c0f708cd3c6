# Loops over the rows of W instead of its columns.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
products, updates = theano.scan(lambda w: T.dot(x, w), sequences=W)
z = products + b
f = theano.function([x, W, b], [z, T.tanh(z)])
