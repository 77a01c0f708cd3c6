# Resets by giving the name of the state to a number.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not shared
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
state = 1
