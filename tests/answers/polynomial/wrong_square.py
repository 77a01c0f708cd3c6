# Squares the last variable.
# expect: function=2 examples=0 values=0 graph=0
# cause: extra function
x = T.fscalar('x')
y = T.fscalar('y')
z = 3 * x + x * y + 3 * y ** 2
f = theano.function([x, y], z)
