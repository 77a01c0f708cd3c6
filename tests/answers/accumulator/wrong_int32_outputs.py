# Cuts both outputs off at 32 bits.
# expect: function=2 examples=2 returns=0 updates=3
# cause: rounding
inc = T.lscalar('inc')
small = T.cast(state, 'int32')
accumulator = theano.function([inc], [small, 2 * small], updates=[(state, state + inc)])
