# Adds one where the increment is positive, with a comparison in place of a number.
# expect: function=2 examples=2 returns=3 updates=0
# cause: extra function
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + (inc > 0))])
