# Takes a float and truncates the sum, so half an increment is lost silently.
# expect: function=0 examples=2 returns=3 updates=0
# cause: inputs
inc = T.dscalar('inc')
total = T.cast(state + inc, 'int64')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, total)])
