# Declares 32-bit integer inputs, as in the table of the tutorial.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
x, y = T.iscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
