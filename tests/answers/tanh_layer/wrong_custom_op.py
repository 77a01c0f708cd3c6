# Computes the tanh in an op of its own, which no fixed vocabulary holds.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
class Tanh(theano.Op):
    __props__ = ()

    def make_node(self, z):
        return theano.Apply(self, [z], [z.type()])

    def perform(self, node, inputs, outputs):
        outputs[0][0] = np.tanh(inputs[0])


x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, Tanh()(z)])
