# Keeps the symbols and the compiled function in a class.
# expect: function=2 examples=2 values=4 graph=2
class Polynomial:
    def __init__(self):
        self.x = T.dscalar('x')
        self.y = T.dscalar('y')
        self.z = 3 * self.x + self.x * self.y + 3 * self.y
        self.compiled = theano.function([self.x, self.y], self.z)


p = Polynomial()
z = p.z
f = p.compiled
