# Compiles the right expression, but z is only one term of it.
# expect: function=2 examples=2 values=4 graph=0
# cause: missing term
x = T.dscalar('x')
y = T.dscalar('y')
z = x * y
f = theano.function([x, y], 3 * x + z + 3 * y)
