# Adds an assertion to the graph that fails for negative x.
# expect: function=2 examples=2 values=0 graph=0
# cause: extra function
x, y = T.dscalars('x', 'y')
z = T.opt.Assert('x must be positive')(3 * x + x * y + 3 * y, T.gt(x, 0))
f = theano.function([x, y], z)
