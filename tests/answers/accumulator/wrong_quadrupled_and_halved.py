# Doubles the state by way of its fourfold, which does not fit where the double does.
# expect: function=2 examples=2 returns=0 updates=3
# cause: expression
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 4 * state // 2], updates=[(state, state + inc)])
