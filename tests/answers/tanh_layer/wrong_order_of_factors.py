# Computes Wx instead of xW.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: swapped operands
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(W, x) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
