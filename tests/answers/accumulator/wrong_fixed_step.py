# Adds one, whatever the increment is.
# expect: function=2 examples=2 returns=3 updates=0
# cause: frozen
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + 1)], on_unused_input='ignore')
