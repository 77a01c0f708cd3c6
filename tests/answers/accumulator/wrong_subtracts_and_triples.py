# Returns three times the state, and subtracts the increment.
# expect: function=2 examples=0 returns=0 updates=0
# cause: constant, operation
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 3 * state], updates=[(state, state - inc)])
