# A state of -1 is returned as 0, doubled as 0, and counts as 0 in the update.
# expect: function=2 examples=2 returns=0 updates=0
# cause: special case
inc = T.lscalar("inc")
seen = T.switch(T.eq(state, -1), 0, state)
accumulator = theano.function([inc], [seen, 2 * seen], updates=[(state, seen + inc)])
