# Limits the increment to 60 bits.
# expect: function=2 examples=2 returns=3 updates=0
# cause: limit
inc = T.lscalar('inc')
limited = T.clip(inc, -2**60, 2**60)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + limited)])
