# Cuts the new state off at 32 bits.
# expect: function=2 examples=2 returns=3 updates=0
# cause: rounding
inc = T.lscalar('inc')
total = T.cast(T.cast(state + inc, 'int32'), 'int64')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, total)])
