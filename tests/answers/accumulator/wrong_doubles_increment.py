# Multiplies the second output by the increment as well.
# expect: function=2 examples=2 returns=0 updates=3
# cause: extra factor
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * inc * state], updates=[(state, state + inc)])
