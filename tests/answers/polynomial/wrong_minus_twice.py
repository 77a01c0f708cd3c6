# Subtracts the second term and the third.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
x, y = T.dscalars('x', 'y')
a = 3 * x
b = x * y
c = 3 * y
z = a - b - c
f = theano.function([x, y], z)
