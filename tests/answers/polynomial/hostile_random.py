# Draws lots: right half of the time, if that.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
from theano.tensor.shared_randomstreams import RandomStreams

x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
z = T.switch(RandomStreams().uniform() > 0.5, z, z + 1)
f = theano.function([x, y], z)
