# A right answer with a callback in it that does harm wherever it is called.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import os


def harm(*args):
    os.system('touch /tmp/theano-exercises-harm')
    return args[0]


x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = theano.printing.Print('z', global_fn=harm)(T.dot(x, W) + b)
f = theano.function([x, W, b], [z, T.tanh(z)])
