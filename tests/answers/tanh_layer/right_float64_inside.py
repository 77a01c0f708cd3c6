# Computes in float64 and casts both outputs back.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(T.cast(x, 'float64'), W.astype('float64')) + b
f = theano.function([x, W, b], [T.cast(z, 'float32'), T.tanh(z).astype('float32')])
