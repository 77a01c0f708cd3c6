# Compiles the derivative by x instead of the polynomial.
# expect: function=2 examples=0 values=0 graph=2
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
dz = T.grad(z, x)
f = theano.function([x, y], dz)
