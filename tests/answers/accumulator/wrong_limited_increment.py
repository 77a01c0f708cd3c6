# Limits the increment to 56 bits.
# expect: function=2 examples=2 returns=3 updates=0
# cause: limit
inc = T.lscalar('inc')
limited = T.clip(inc, -2**56, 2**56)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + limited)])
