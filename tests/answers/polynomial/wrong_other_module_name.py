# Imports theano as th and calls the compiled function poly.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
import theano as th
import theano.tensor as tt

x = tt.dscalar('x')
y = tt.dscalar('y')
z = 3 * x + x * y + 3 * y
poly = th.function([x, y], z)
