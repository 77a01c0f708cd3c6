# Multiplies x and y with T.outer, which makes a matrix of the result.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x, y = T.dscalars('x', 'y')
z = 3 * x + T.outer(x, y) + 3 * y
f = theano.function([x, y], z)
