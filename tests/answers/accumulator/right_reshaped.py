# Goes through a vector of one element and back.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
old = state.dimshuffle('x')
new = T.inc_subtensor(old[0], inc)
accumulator = theano.function([inc], [old[0], 2 * old.sum()], updates=[(state, new.reshape(()))])
