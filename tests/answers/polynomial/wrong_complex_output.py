# Makes the result complex.
# expect: function=2 examples=0 values=0 graph=0
# cause: type
x, y = T.dscalars('x', 'y')
z = T.cast(3 * x + x * y + 3 * y, 'complex128')
f = theano.function([x, y], z)
