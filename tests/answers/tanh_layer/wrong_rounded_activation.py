# Rounds the activation to four digits; the example does not show it.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: rounding
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.cast(T.round((T.dot(x, W) + b) * 10000) / 10000, 'float32')
f = theano.function([x, W, b], [z, T.tanh(z)])
