# Casts the increment to int8 before it adds it.
# expect: function=2 examples=2 returns=3 updates=0
# cause: rounding
inc = T.lscalar('inc')
small = T.cast(inc, 'int8')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + small)])
