# Adds in float32, so a large state loses its last digits.
# expect: function=2 examples=2 returns=3 updates=0
# cause: expression
inc = T.lscalar('inc')
total = T.cast(state, 'float32') + T.cast(inc, 'float32')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, T.cast(total, 'int64'))])
