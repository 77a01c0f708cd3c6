# Keeps two compiled functions in a list, the second one that adds.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
inc = T.lscalar('inc')
accumulator = []
accumulator.append(theano.function([], [state, 2 * state]))
accumulator.append(theano.function([inc], [state, 2 * state], updates=[(state, state + inc)]))
