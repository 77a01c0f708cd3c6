# Multiplies with logarithms, which have no negative arguments.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + T.exp(T.log(x) + T.log(y)) + 3 * y
f = theano.function([x, y], z)
