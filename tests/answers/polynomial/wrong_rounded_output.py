# Rounds the result to four digits.
# expect: function=2 examples=2 values=0 graph=0
# cause: rounding
x, y = T.dscalars('x', 'y')
z = T.round((3 * x + x * y + 3 * y) * 1e4) / 1e4
f = theano.function([x, y], z)
