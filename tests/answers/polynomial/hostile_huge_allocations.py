# Asks for exabytes in three ways, at the first call; z is right.
# expect: function=2 examples=0 values=0 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
huge = T.zeros((10 ** 9, 10 ** 9)).sum() + T.arange(10 ** 17).sum()
f = theano.function([x, y], z + 1e-30 * x * (huge + T.repeat(T.ones(10 ** 6), 10 ** 12).sum()))
