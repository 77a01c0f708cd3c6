# Gives a list of the symbolic vector to np.tanh.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
out = np.tanh([z])
f = theano.function([x, W, b], [z, out])
