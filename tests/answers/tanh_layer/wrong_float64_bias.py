# Declares the bias double, so both outputs are double.
# expect: function=0 examples=2 activation=2 values=3 dtype=0
# cause: inputs
x, W, b = T.fvector('x'), T.fmatrix('W'), T.dvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
