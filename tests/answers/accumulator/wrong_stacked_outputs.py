# Returns one vector instead of two outputs.
# expect: function=2 examples=0 returns=0 updates=3
# cause: stacked outputs
inc = T.lscalar('inc')
accumulator = theano.function([inc], T.stack([state, 2 * state]), updates=[(state, state + inc)])
