# Returns the tanh only.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: missing output
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
f = theano.function([x, W, b], T.tanh(T.dot(x, W) + b))
