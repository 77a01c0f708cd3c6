# An operation of its own with Python and C code that does harm wherever it is run or compiled.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
import os


def harm(*args):
    os.system('touch /tmp/theano-exercises-harm')
    return args[0]


class Harm(theano.Op):
    __props__ = ()

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, outputs):
        outputs[0][0] = harm(inputs[0])

    def c_code(self, node, name, inputs, outputs, sub):
        return 'system("touch /tmp/theano-exercises-harm");'

    def __reduce__(self):
        return harm, (1,)


x = T.dscalar('x')
y = T.dscalar('y')
z = Harm()(3 * x + x * y + 3 * y)
f = theano.function([x, y], z)
