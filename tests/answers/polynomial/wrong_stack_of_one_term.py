# Stacks the one result into a vector.
# expect: function=2 examples=0 values=0 graph=0
# cause: extra function
x = T.dscalar('x')
y = T.dscalar('y')
z = T.stack([3 * x + x * y + 3 * y])
f = theano.function([x, y], z)
