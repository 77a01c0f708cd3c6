# Declares vectors instead of scalars.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
x = T.dvector('x')
y = T.dvector('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
print(f([1, 10], [1, -3]))
