# Chooses between two halves of the formula instead of adding them.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing term, special case
x = T.dscalar('x')
y = T.dscalar('y')
# 3x + xy where x is larger, else xy + 3y
z = T.switch(x > y, 3 * x + x * y, x * y + 3 * y)
f = theano.function([x, y], z)
