# Returns a list with the state only.
# expect: function=2 examples=0 returns=0 updates=3
# cause: missing output
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state], updates=[(state, state + inc)])
