# Puts everything into the body of a class and takes nothing out of it.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
class Polynomial:
    """3x + xy + 3y"""

    params = ['x', 'y']
    x = T.dscalar('x')
    y = T.dscalar('y')
    z = 3 * x + x * y + 3 * y
    f = theano.function([x, y], z)


print(Polynomial.f(1, 1))
print(Polynomial.f(10, -3))
