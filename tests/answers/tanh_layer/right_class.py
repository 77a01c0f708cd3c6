# Wraps the layer in a class and takes the compiled function out of it.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
class Layer:
    def __init__(self, activation=T.tanh):
        self.x, self.W, self.b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
        self.z = T.dot(self.x, self.W) + self.b
        self.out = activation(self.z)

    def compile(self):
        return theano.function([self.x, self.W, self.b], [self.z, self.out])


f = Layer().compile()
