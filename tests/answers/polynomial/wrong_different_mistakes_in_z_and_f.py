# Writes the formula twice, with a wrong sign in z and a missing coefficient in f.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing factor, operation
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y - 3 * y                                # the expression
f = theano.function([x, y], x + x * y + 3 * y)           # the function
