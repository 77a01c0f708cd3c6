# Gets the product from squares, which cancel at large numbers.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
z = ((x + y + 1) ** 2 - x ** 2 - y ** 2 - 1) / 2 + 2 * x + 2 * y
f = theano.function([x, y], z)
