# Declares the matrix as a row, which takes n = 1 only.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: inputs
x, W, b = T.fvector('x'), T.frow('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
