# Divides x by y, and subtracts the last term.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
class Polynomial:
    def __init__(self):
        self.x = T.dscalar('x')
        self.y = T.dscalar('y')

    def expression(self):
        return 3 * self.x + self.x / self.y - 3 * self.y

    def compile(self):
        return theano.function([self.x, self.y], self.expression())


p = Polynomial()
z = p.expression()
f = p.compile()
