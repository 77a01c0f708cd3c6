# Takes an unsigned increment, which can't be negative.
# expect: function=0 examples=2 returns=3 updates=0
# cause: inputs
inc = T.scalar('inc', dtype='uint32')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
