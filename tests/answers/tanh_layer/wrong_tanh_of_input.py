# Applies tanh to x before the product instead of to the activation.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: extra function, missing function
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
f = theano.function([x, W, b], [T.dot(x, W) + b, T.dot(T.tanh(x), W) + b])
