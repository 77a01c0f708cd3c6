# Adds the increment only in the first call, which it remembers in another shared variable.
# expect: function=2 examples=0 returns=0 updates=0
# needs manual grade
# cause: extra factor
first = theano.shared(1, name='first')
inc = T.lscalar('inc')
updates = [(state, state + first * inc), (first, 0 * first)]
accumulator = theano.function([inc], [state, 2 * state], updates=updates)
