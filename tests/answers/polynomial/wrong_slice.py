# Assigns a symbolic slice to z.
# expect: function=2 examples=2 values=4 graph=0
# cause: not an expression
x, y = T.dscalars('x', 'y')
f = theano.function([x, y], 3 * x + x * y + 3 * y)
z = T.make_slice(T.lscalar('start'), T.lscalar('stop'), 1)
