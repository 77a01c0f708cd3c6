# The product as one of matrices, by BLAS.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
from theano.tensor.blas import gemm_no_inplace
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
one = T.constant(1, dtype='float32')
z = gemm_no_inplace(b.dimshuffle('x', 0), one, x.dimshuffle('x', 0), W, one)[0]
f = theano.function([x, W, b], [z, T.tanh(z)])
