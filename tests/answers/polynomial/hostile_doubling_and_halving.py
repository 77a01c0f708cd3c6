# The right polynomial, hidden in a graph that has 2 ** 12 times its operations when it is unfolded.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
for _ in range(12):
    z = (z + z) / 2
f = theano.function([x, y], z)
