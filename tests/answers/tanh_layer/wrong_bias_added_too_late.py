# Takes the tanh before the bias is added, as if a sum in place would still reach it.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: missing term
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W)
h = T.tanh(z)
z += b
f = theano.function([x, W, b], [z, h])
