# Compares __name__ with 'main', so that the block with f never runs.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
def poly(x, y):
    return 3 * x + x * y + 3 * y


if __name__ == 'main':
    x, y = T.dscalars('x', 'y')
    z = poly(x, y)
    f = theano.function([x, y], z)
    print(f(1, 1))
