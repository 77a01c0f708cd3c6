# Takes the variables of theano.scalar for those of theano.tensor.
# expect: function=2 examples=2 values=4 graph=2
from theano import scalar
x = scalar.float64('x')
y = scalar.float64('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
