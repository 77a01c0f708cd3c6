# Reuses the names of the symbols for numbers after compiling.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
x, y = 1, 1
print(f(x, y))
