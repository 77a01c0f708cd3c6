# Casts the result to an integer to get rid of the decimal point.
# expect: function=2 examples=2 values=0 graph=0
# cause: rounding
x = T.dscalar('x')
y = T.dscalar('y')
z = T.cast(3 * x + x * y + 3 * y, 'int64')
f = theano.function([x, y], z)
