# Returns the state after the update.
# expect: function=2 examples=0 returns=0 updates=3
# cause: extra term
inc = T.lscalar('inc')
new_state = state + inc
accumulator = theano.function([inc], [new_state, 2 * new_state], updates=[(state, new_state)])
