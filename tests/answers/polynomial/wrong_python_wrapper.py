# Hides a compiled function behind a lambda.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
compiled, f = theano.function([x, y], z), lambda a, b: compiled(a, b)
