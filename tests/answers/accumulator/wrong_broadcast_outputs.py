# Multiplies the state by an array of NumPy, so one vector is returned.
# expect: function=2 examples=0 returns=0 updates=3
# cause: stacked outputs
inc = T.lscalar('inc')
accumulator = theano.function([inc], state * np.array([1, 2]), updates=[(state, state + inc)])
