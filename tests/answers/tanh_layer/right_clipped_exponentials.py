# Divides two exponentials of an activation that is cut off where tanh is 1 in float32.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
c = T.clip(z, -9.5, 9.5)
f = theano.function([x, W, b], [z, (T.exp(2 * c) - 1) / (T.exp(2 * c) + 1)])
