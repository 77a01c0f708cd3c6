# Returns twice the new state and then the new state.
# expect: function=2 examples=0 returns=0 updates=3
# cause: extra term, output order
inc = T.lscalar('inc')
new = state + inc
accumulator = theano.function([inc], [2 * new, new], updates=[(state, new)])
