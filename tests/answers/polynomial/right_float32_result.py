# Computes in float64 and returns float32, which holds less.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
z = T.cast(3 * x + x * y + 3 * y, 'float32')
f = theano.function([x, y], z)
