# The variables of theano.scalar, in single precision, and a tensor in between.
# expect: function=2 examples=2 values=4 graph=2
from theano import scalar
x, y = scalar.float32('x'), scalar.float32('y')
xy = T.scalar_from_tensor(T.tensor_from_scalar(x) * y)
z = 3 * x + xy + 3 * y
f = theano.function([x, y], z)
