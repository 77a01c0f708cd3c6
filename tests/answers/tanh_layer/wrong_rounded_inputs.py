# Rounds the inputs to the two digits that the data of the task have.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: rounding
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
rounded = lambda a: T.cast(T.round(a * 100) / 100, 'float32')
z = T.dot(rounded(x), rounded(W)) + rounded(b)
f = theano.function([x, W, b], [z, T.tanh(z)])
