# Calls f in the line above the one that compiles it.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
print(f(1, 1))
f = theano.function([x, y], z)
