# Left a Print op in the update.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
shown = theano.printing.Print('increment')(inc)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + shown)])
