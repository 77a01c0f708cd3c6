# Multiplies with logarithms, one of them in float32, and with signs where they have none.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
column, M = x.dimshuffle(0, 'x'), T.cast(W, 'float64')
z = T.cast((T.sgn(column) * T.sgn(W) * T.exp(T.log(abs(column)) + T.log(abs(M)))).sum(axis=0) + b, 'float32')
f = theano.function([x, W, b], [z, T.tanh(z)])
