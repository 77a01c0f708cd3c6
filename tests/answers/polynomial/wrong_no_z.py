# Compiles the right expression but gives it no name.
# expect: function=2 examples=2 values=4 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
f = theano.function([x, y], 3 * x + x * y + 3 * y)
