# Leaves the terms of z apart and sums them when it compiles f.
# expect: function=2 examples=2 values=4 graph=0
# cause: missing function
x, y = T.dscalars('x', 'y')
z = T.stack([3 * x, x * y, 3 * y])
f = theano.function([x, y], z.sum())
