# Divides the state by a half to double it.
# expect: function=2 examples=2 returns=0 updates=3
# cause: expression
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, state / 0.5], updates=[(state, state + inc)])
