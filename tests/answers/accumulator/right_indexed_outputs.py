# Multiplies by a vector and takes both elements out of it.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
both = state * np.array([1, 2])
accumulator = theano.function([inc], [both[0], both[1]], updates=[(state, T.sum(T.stack([state, inc])))])
