# Sets the second output to zero where the activation is negative.
# expect: function=2 examples=2 activation=2 values=0 dtype=1
# cause: special case
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.switch(z > 0, T.tanh(z), T.zeros_like(z))])
