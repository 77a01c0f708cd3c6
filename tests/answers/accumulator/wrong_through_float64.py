# Divides twice the sum by two, so that large numbers go through float64.
# expect: function=2 examples=2 returns=3 updates=0
# cause: rounding
inc = T.lscalar('inc')
mean = (state + inc) / 1
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, T.cast(mean, 'int64'))])
