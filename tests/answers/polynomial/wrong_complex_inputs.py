# Declares complex inputs.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
x, y = T.zscalar('x'), T.zscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
