# Adds in a Python function dressed up as an op, which no fixed vocabulary holds.
# expect: function=0 examples=0 returns=0 updates=0
# needs manual grade
from theano.compile.ops import as_op


@as_op(itypes=[T.lscalar, T.lscalar], otypes=[T.lscalar])
def add(a, b):
    return np.asarray(a + b)


inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, add(state, inc))])
