# Keeps a counter of its own, and adds twice the increment to it.
# expect: function=0 examples=0 returns=0 updates=0
# cause: extra factor, other state
counter = theano.shared(np.int64(1), name='counter')
inc = T.lscalar('inc')


def build():
    outputs = [counter, 2 * counter]
    updates = [(counter, counter + 2 * inc)]
    return theano.function([inc], outputs, updates=updates)


accumulator = build()
