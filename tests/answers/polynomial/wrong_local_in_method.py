# Assigns f to a local name in __init__, where self.f was meant.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
class Poly:
    def __init__(self):
        x = T.dscalar('x')
        y = T.dscalar('y')
        self.z = 3 * x + x * y + 3 * y
        f = theano.function([x, y], self.z)

p = Poly()
z = p.z
