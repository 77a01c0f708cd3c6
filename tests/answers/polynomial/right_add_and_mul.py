# Calls the functions of Theano instead of the operators.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = T.add(T.mul(3, x), T.mul(x, y), T.mul(3, y))
f = theano.function([x, y], z)
