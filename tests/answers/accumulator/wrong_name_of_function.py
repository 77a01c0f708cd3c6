# Calls the function accumulate instead of accumulator.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
accumulate = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
