# Declares the increment as a row.
# expect: function=0 examples=0 returns=0 updates=0
# cause: inputs
inc = T.lrow('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc[0, 0])])
accumulator([[1]])
