# Subtracts the product, and takes two times y.
# expect: function=2 examples=0 values=0 graph=0
# cause: constant, operation
x = T.dscalar('x')
y = T.dscalar('y')
z = 3*x - x*y + 2*y
f = theano.function([x, y], z)
