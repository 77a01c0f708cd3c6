# A graph of two hundred nodes that has 2 ** 200 when it is unfolded; its value is infinite.
# expect: function=2 examples=0 values=0 graph=0
x = T.dscalar('x')
y = T.dscalar('y')
z = x + y
for _ in range(200):
    z = z + z
for _ in range(100):
    z = z * z
f = theano.function([x, y], z)
