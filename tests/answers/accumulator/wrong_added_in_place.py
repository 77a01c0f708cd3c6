# Gives the name state to the sum, as an addition in place would.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not shared
inc = T.lscalar('inc')
before = state
state += inc
accumulator = theano.function([inc], [before, 2 * before], updates=[(before, state)])
