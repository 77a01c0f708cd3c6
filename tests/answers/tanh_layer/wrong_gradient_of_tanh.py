# Returns the derivative of tanh as the second output.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
h = T.tanh(z)
f = theano.function([x, W, b], [z, T.grad(h.sum(), z)])
