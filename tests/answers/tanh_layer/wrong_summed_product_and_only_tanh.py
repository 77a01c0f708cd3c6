# Sums all products of x and W to one number, and returns the tanh alone.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: expression, missing output
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
f = theano.function([x, W, b], T.tanh(T.sum(x * W) + b))
