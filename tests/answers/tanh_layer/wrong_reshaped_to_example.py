# Reshapes W to the shape that the example has.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: extra function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W.reshape((3, 2))) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
