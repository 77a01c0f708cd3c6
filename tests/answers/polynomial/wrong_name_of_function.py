# Calls the compiled function polynomial instead of f.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
polynomial = theano.function([x, y], z)
