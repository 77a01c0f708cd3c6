# Halves the sum of the doubles, which fit.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, (2 * state + 2 * inc) // 2)])
