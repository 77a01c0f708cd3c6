# Its z is a chain of five thousand operations; f alone is right.
# expect: function=2 examples=2 values=4 graph=0
# needs manual grade
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
for _ in range(5_000):
    z = -z
