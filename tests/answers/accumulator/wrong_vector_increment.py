# Takes a vector of increments.
# expect: function=0 examples=0 returns=0 updates=0
# cause: inputs
inc = T.lvector('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc.sum())])
print(accumulator([1]))
