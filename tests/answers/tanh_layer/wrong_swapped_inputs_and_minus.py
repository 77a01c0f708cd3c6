# Takes W first with double precision, and subtracts the bias.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: input order, inputs, operation
W = T.dmatrix('W')
x = T.fvector('x')
b = T.fvector('b')
z = T.dot(x, W) - b
f = theano.function([W, x, b], [z, T.tanh(z)])
