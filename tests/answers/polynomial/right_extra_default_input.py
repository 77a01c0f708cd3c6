# Adds a third input, which has a default that changes nothing.
# expect: function=2 examples=2 values=4 graph=2
x, y, scale = T.dscalars('x', 'y', 'scale')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y, theano.In(scale, value=1.0)], scale * z)
