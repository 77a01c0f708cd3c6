# Needs eight petabytes for a call; z is right.
# expect: function=2 examples=0 values=0 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
huge = T.arange(x, x + 1e15) * y
f = theano.function([x, y], z + 1e-30 * huge.max())
