# Never goes down, because it adds the absolute value.
# expect: function=2 examples=2 returns=3 updates=0
# cause: extra function
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + abs(inc))])
