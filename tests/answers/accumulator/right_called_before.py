# Calls the accumulator several times, so the state isn't fresh any more.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
for step in [1, 1, 1, 100, -7]:
    print(accumulator(step))
