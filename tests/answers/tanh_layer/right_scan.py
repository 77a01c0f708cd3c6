# Goes over the columns of W with a symbolic loop.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z, _ = theano.map(lambda column, bias, x: T.sum(column * x) + bias, sequences=[W.T, b], non_sequences=[x])
f = theano.function([x, W, b], [z, T.tanh(z)])
