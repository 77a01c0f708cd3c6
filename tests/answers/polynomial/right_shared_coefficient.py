# Keeps the coefficient in a shared variable.
# expect: function=2 examples=2 values=4 graph=2
three = theano.shared(3.0, name='three')
x = T.dscalar('x')
y = T.dscalar('y')
z = three * x + x * y + three * y
f = theano.function([x, y], z)
