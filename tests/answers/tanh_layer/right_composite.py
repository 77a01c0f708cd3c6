# Adds the bias and takes tanh in one operation of two outputs.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
from theano import scalar
from theano.tensor.elemwise import Elemwise
p, q = scalar.float32('p'), scalar.float32('q')
layer = Elemwise(scalar.Composite([p, q], [p + q, scalar.tanh(p + q)]))
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
f = theano.function([x, W, b], layer(T.dot(x, W), b))
