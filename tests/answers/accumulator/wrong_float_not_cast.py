# Takes a float, and Theano refuses to compile the update.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.dscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
