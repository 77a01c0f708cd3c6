# Returns the new state as if that would store it, and has no update.
# expect: function=0 examples=0 returns=0 updates=0
# cause: extra term, missing update
inc = T.lscalar('inc')
new_state = state + inc
accumulator = theano.function([inc], [new_state, 2 * new_state])
