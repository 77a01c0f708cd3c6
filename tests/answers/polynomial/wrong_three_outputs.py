# Returns the three terms without adding them.
# expect: function=2 examples=0 values=0 graph=2
# cause: extra output
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], [3 * x, x * y, 3 * y])
