# Lists the bias before W.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: input order
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, b, W], [z, T.tanh(z)])
