# Overwrites z with a value of the compiled function.
# expect: function=2 examples=2 values=4 graph=0
# cause: not an expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
z = f(1, 1)
