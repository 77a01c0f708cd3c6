# Turns the sign of the result where x is negative.
# expect: function=2 examples=2 values=0 graph=0
# cause: special case
from theano.ifelse import ifelse

x = T.dscalar('x')
y = T.dscalar('y')
p = 3 * x + x * y + 3 * y
z = ifelse(T.ge(x, 0), p, -p)
f = theano.function([x, y], z)
