# Adds both derivatives, to get the terms back.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
gx, gy = T.grad(z, [x, y])
z = x * gx + y * gy
f = theano.function([x, y], z)
