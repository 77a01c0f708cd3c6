# Writes the expression but never compiles it.
# expect: function=0 examples=0 values=0 graph=0
# cause: not compiled
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = z
