# Gets the polynomial as the gradient of another one.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
potential = 1.5 * x ** 2 + 0.5 * x ** 2 * y + 3 * x * y
z = T.grad(potential, x)
f = theano.function([x, y], z)
