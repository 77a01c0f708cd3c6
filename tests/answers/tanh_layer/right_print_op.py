# Left a Print op in the graph to see the shape of the product.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
xW = theano.printing.Print('xW', attrs=['shape'])(T.dot(x, W))
z = xW + b
f = theano.function([x, W, b], [z, T.tanh(z)])
