# Leaves the outputs after the fortieth at zero.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: special case
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
z = T.switch(T.arange(b.shape[0]) < 40, z, T.zeros_like(z))
f = theano.function([x, W, b], [z, T.tanh(z)])
