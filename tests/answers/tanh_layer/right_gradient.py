# Gets the activation as a gradient with respect to a dummy vector.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
dummy = T.zeros_like(b)
z = T.grad(T.dot(T.dot(x, W) + b, dummy), dummy)
f = theano.function([x, W, b], [z, T.tanh(z)])
