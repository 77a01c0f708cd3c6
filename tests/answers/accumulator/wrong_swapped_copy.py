# Copies the function with another state in the place of the given one.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
inc = T.lscalar('inc')
fresh = theano.shared(value=0, name='state')
original = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
accumulator = original.copy(swap={state: fresh})
