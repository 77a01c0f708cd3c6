# Cuts a term off at a hundred billion, which shows where the product is small.
# expect: function=2 examples=2 values=0 graph=0
# cause: limit
x, y = T.fscalars('x', 'y')
z = 3 * x + x * y + T.clip(3 * y, -1e11, 1e11)
f = theano.function([x, y], z)
