# Follows the tutorials: a class with W and b as shared params and x as its only input.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: frozen, inputs
class HiddenLayer:
    def __init__(self, n_in, n_out):
        self.x = T.fvector('x')
        self.W = theano.shared(np.zeros((n_in, n_out), dtype='float32'), name='W')
        self.b = theano.shared(np.zeros(n_out, dtype='float32'), name='b')
        self.lin_output = T.dot(self.x, self.W) + self.b
        self.output = T.tanh(self.lin_output)
        self.params = [self.W, self.b]


layer = HiddenLayer(3, 2)
f = theano.function([layer.x], [layer.lin_output, layer.output])
