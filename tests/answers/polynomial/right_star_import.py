# Imports everything, which shadows sum, all and other builtins.
# expect: function=2 examples=2 values=4 graph=2
from theano import *
from theano.tensor import *

x = dscalar('x')
y = dscalar('y')
z = sum([3 * x, x * y, 3 * y])
f = function([x, y], z)
