# Its z has thousands of operations, which take for ever to draw; f alone is right.
# expect: function=2 examples=2 values=4 graph=0
# needs manual grade
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
parts = [x * number for number in range(500)]
for number in range(4_000):
    parts.append(parts[number] + parts[-1 - number % 7])
z = sum(parts[-200:])
