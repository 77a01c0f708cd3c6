# Overwrites the function with its result.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: not a function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
f = f(np.float32([1, 2, 3]), np.float32([[1, 2], [3, 4], [5, 6]]), np.float32([1, 1]))
