# Joins two compiled functions in a Python function.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
inc = T.lscalar('inc')
show = theano.function([], [state, 2 * state])
add = theano.function([inc], [], updates=[(state, state + inc)])


def accumulator(amount):
    """Return [state, 2 * state], then add amount."""
    result = show()
    add(amount)
    return result
