# Reads the state back from the sum, assuming that the increment is one.
# expect: function=2 examples=2 returns=0 updates=3
# cause: frozen
inc = T.lscalar('inc')
total = state + inc
accumulator = theano.function([inc], [total - 1, 2 * (total - 1)], updates=[(state, total)])
