# Builds the expression in a helper function.
# expect: function=2 examples=2 values=4 graph=2
def polynomial(x, y):
    """Return 3x + xy + 3y, for numbers and for symbols."""
    return 3 * x + x * y + 3 * y


a, b = T.dscalar('a'), T.dscalar('b')
z = polynomial(a, b)
f = theano.function([a, b], z)
assert f(2, 5) == polynomial(2, 5)
