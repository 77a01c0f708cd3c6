# Has no result above 1e50, which float64 could hold.
# expect: function=2 examples=2 values=0 graph=0
# cause: limit
x, y = T.dscalars('x', 'y')
z = T.clip(3 * x + x * y + 3 * y, -1e50, 1e50)
f = theano.function([x, y], z)
