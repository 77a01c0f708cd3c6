# Adds one to the result, and rounds it.
# expect: function=2 examples=0 values=0 graph=0
# cause: extra term, rounding
def formula(x, y):
    return 3 * x + x * y + 3 * y + 1


x, y = T.dscalars('x', 'y')
z = T.round(formula(x, y))
f = theano.function([x, y], z)
