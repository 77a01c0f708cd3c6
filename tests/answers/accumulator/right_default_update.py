# Hangs the update on the shared variable itself.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
state.default_update = state + inc
accumulator = theano.function([inc], [state, 2 * state])
