# Casts the product to int8.
# expect: function=2 examples=2 values=0 graph=0
# cause: rounding
x = T.dscalar('x')
y = T.dscalar('y')
xy = T.cast(x * y, 'int8')
z = 3 * x + xy + 3 * y
f = theano.function([x, y], z)
