# Multiplies the product by three as well.
# expect: function=2 examples=0 values=0 graph=0
# cause: amounts
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * (x + x * y + y)
f = theano.function([x, y], z)
