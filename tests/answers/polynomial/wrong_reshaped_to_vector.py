# Reshapes the result to a vector of one entry.
# expect: function=2 examples=0 values=0 graph=0
# cause: extra function
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
z = z.reshape((1,))
f = theano.function([x, y], z)
