# Declares one real and one integer input.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
x = T.dscalar('x')
y = T.lscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
