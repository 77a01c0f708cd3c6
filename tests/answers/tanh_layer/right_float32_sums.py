# Adds the rows up one by one in float32, from the bias on.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z, _ = theano.reduce(lambda entry, row, total: total + entry * row, [x, W], b)
f = theano.function([x, W, b], [z, T.tanh(z)])
