# Returns the Jacobian of tanh as the second output.
# expect: function=2 examples=0 activation=2 values=0 dtype=0
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, theano.gradient.jacobian(T.tanh(z), z)])
