# Declares a 32-bit increment.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.iscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
