# Gives the state a default update and compiles with no_default_updates.
# expect: function=0 examples=0 returns=3 updates=0
# cause: missing update
inc = T.lscalar('inc')
state.default_update = state + inc
accumulator = theano.function([inc], [state, 2 * state], no_default_updates=True, on_unused_input='ignore')
