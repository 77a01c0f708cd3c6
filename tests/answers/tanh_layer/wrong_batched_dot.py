# Takes batched_dot for the product, which scales the rows of W.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: missing function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.batched_dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
