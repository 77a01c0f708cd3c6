# Calls the matrix-vector product of BLAS, which Theano's optimiser would have found by itself.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
from theano.tensor.blas import gemv_no_inplace
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = gemv_no_inplace(b, 1.0, W.T, x, 1.0)
f = theano.function([x, W, b], [z, T.tanh(z)])
