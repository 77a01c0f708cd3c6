# Forgets the update.
# expect: function=0 examples=0 returns=3 updates=0
# cause: missing update
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')
