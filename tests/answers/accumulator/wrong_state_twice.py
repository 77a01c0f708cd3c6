# Returns the state twice and forgets to double it.
# expect: function=2 examples=0 returns=0 updates=3
# cause: missing factor
inc = T.lscalar("inc")
# state before the update, two times
accumulator = theano.function([inc], [state, state], updates=[(state, state + inc)])
