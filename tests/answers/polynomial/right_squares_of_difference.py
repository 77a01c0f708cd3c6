# Gets the product from two squares.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
z = (T.sqr(x + y) - T.sqr(x - y)) / 4 + 3 * (x + y)
f = theano.function([x, y], z)
