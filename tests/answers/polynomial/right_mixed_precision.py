# Mixes a float32 and a float64 scalar.
# expect: function=2 examples=2 values=4 graph=2
x = T.fscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
