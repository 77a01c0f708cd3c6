# Rounds both outputs to four digits.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: rounding
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
rounded = lambda a: T.cast(T.round(a * 10000) / 10000, 'float32')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [rounded(z), rounded(T.tanh(z))])
