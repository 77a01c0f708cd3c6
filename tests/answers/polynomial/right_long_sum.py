# Adds a tenth of the sum sixty times, so the graph is long.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = x * y
for _ in range(30):
    z = z + 0.1 * x
    z = z + 0.1 * y
f = theano.function([x, y], z)
