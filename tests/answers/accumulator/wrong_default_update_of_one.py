# Gives the state a default update of one and no other.
# expect: function=2 examples=2 returns=3 updates=0
# cause: frozen
inc = T.lscalar('inc')
state.default_update = state + 1
accumulator = theano.function([inc], [state, 2 * state], on_unused_input='warn')
