# Defines main with global f and z and never calls it.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
def main():
    global f, z
    x = T.dscalar('x')
    y = T.dscalar('y')
    z = 3 * x + x * y + 3 * y
    f = theano.function([x, y], z)
