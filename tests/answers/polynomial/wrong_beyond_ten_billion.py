# Cuts both inputs off at ten billion.
# expect: function=2 examples=2 values=0 graph=0
# cause: limit
x, y = T.dscalars('x', 'y')
a, c = T.clip(x, -1e10, 1e10), T.clip(y, -1e10, 1e10)
z = 3 * a + a * c + 3 * c
f = theano.function([x, y], z)
