# Takes y first, which would not matter but for the wrong coefficient of y.
# expect: function=2 examples=0 values=0 graph=0
# cause: constant
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 2 * y
f = theano.function([y, x], z)
