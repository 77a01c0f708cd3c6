# Its value is never a number.
# expect: function=2 examples=0 values=0 graph=0
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y + T.log(-1 - x ** 2) * T.sqrt(-1 - y ** 2)
f = theano.function([x, y], z)
