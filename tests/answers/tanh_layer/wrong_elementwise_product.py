# Multiplies element by element, so both outputs are matrices.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = x * W + b
f = theano.function([x, W, b], [z, T.tanh(z)])
