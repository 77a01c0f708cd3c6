# Lists the bias among the inputs, and compiles with zeros in its place.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: extra function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
bias = T.fvector('bias')
z = T.dot(x, W) + bias
f = theano.function([x, W, b], [z, T.tanh(z)], givens={bias: T.zeros_like(b)})
