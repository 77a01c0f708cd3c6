# Cuts the activation off at ten billion; its tanh is right all the same.
# expect: function=2 examples=2 activation=0 values=3 dtype=1
# cause: limit
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.clip(T.dot(x, W) + b, -1e10, 1e10)
f = theano.function([x, W, b], [z, T.tanh(z)])
