# Multiplies in float32 by way of squares, which overflow before the product does.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.fscalars('x', 'y')
z = 3 * x + T.sgn(x) * T.sgn(y) * T.sqrt(x ** 2 * y ** 2) + 3 * y
f = theano.function([x, y], z)
