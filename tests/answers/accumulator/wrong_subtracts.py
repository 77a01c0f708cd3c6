# Subtracts the increment.
# expect: function=2 examples=0 returns=3 updates=0
# cause: operation
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state - inc)])
