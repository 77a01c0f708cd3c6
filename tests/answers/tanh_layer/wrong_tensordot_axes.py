# Contracts x with the columns of W instead of its rows.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
pre_activation = T.tensordot(x, W, axes=[[0], [1]]) + b
f = theano.function([x, W, b], [pre_activation, T.tanh(pre_activation)])
