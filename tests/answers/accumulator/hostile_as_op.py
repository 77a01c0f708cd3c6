# Adds by a Python function that does harm wherever it is called.
# expect: function=0 examples=0 returns=0 updates=0
# needs manual grade
import os


def harm(*args):
    os.system('touch /tmp/theano-exercises-harm')
    return args[0]


inc = T.lscalar('inc')
add = theano.compile.ops.as_op([T.lscalar, T.lscalar], [T.lscalar])(lambda a, b: harm(np.asarray(a + b)))
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, add(state, inc))])
