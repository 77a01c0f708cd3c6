# Takes true or false for the increment.
# expect: function=0 examples=2 returns=0 updates=0
# cause: inputs
inc = T.scalar('inc', dtype='bool')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
