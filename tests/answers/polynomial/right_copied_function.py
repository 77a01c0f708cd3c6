# Copies the compiled function, and the copy returns a list.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
g = theano.function([x, y], z)
f = g.copy()
