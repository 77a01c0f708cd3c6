# Compiles z in a line above the one that defines it.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
f = theano.function([x, y], z)
z = 3 * x + x * y + 3 * y
