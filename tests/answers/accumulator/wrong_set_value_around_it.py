# Calls the compiled function in a wrapper that sets the state before and after.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
inc = T.lscalar('inc')
_f = theano.function([inc], [state, 2 * state, state + inc])

def accumulator(n):
    before, doubled, after = _f(n)
    state.set_value(after)
    return [before, doubled]
