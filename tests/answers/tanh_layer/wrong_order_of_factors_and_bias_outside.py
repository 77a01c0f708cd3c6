# Computes Wx instead of xW, and adds the bias after the tanh.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression, swapped operands
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
Wx = T.dot(W, x)
f = theano.function([x, W, b], [Wx + b, T.tanh(Wx) + b])
