# Multiplies the terms with T.prod instead of adding them.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
x, y = T.dscalars('x', 'y')
z = T.prod(T.stack([3 * x, x * y, 3 * y]))
f = theano.function([x, y], z)
