# Makes the state an array of eighty megabytes.
# expect: function=0 examples=0 returns=0 updates=0
# needs manual grade
state = theano.shared(np.zeros(10 ** 7))
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
