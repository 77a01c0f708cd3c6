# Writes the polynomial once, as one operation on scalars, and applies it to tensors.
# expect: function=2 examples=2 values=4 graph=2
from theano import scalar
from theano.tensor.elemwise import Elemwise
a, b = scalar.float64('a'), scalar.float64('b')
polynomial = Elemwise(scalar.Composite([a, b], [3 * a + a * b + 3 * b]))
x, y = T.dscalars('x', 'y')
z = polynomial(x, y)
f = theano.function([x, y], z)
