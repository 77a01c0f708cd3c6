# Casts the weights to float16 to save memory.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: type
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
W16 = W.astype('float16')
act = T.dot(x, W16) + b
f = theano.function([x, W, b], [act, T.tanh(act)])
