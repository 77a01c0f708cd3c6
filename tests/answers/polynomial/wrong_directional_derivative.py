# Takes the R-operator for a product of the polynomial.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
p = 3 * x + x * y + 3 * y
z = T.Rop(p, x, y)
f = theano.function([x, y], z)
