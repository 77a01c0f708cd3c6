# A wrong sign among variables of theano.scalar.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
from theano import scalar
x = scalar.float64('x')
y = scalar.float64('y')
z = 3 * x - x * y + 3 * y
f = theano.function([x, y], z)
