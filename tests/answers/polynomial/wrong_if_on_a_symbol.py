# Asks with a Python if whether x is zero.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')

def p(x, y):
    # shortcut
    if x > 0:
        return x * (3 + y) + 3 * y
    return 3 * y + x * (y + 3)

z = p(x, y)
f = theano.function([x, y], z)
