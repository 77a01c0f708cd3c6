# Returns the running sums of the terms, not the last of them.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
terms = T.stack([3 * x, x * y, 3 * y])
z = T.cumsum(terms)
f = theano.function([x, y], z)
