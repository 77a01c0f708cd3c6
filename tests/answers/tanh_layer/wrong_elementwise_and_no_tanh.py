# Multiplies element by element, and returns that twice.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: missing function, operation
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
out = x * W + b
f = theano.function([x, W, b], [out, out])
