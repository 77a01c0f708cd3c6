# Leaves the product out.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing term
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + 3 * y
f = theano.function([x, y], z)
