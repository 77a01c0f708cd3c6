# Gives the increment a default, but wants a second argument.
# expect: function=0 examples=0 returns=0 updates=0
# cause: extra factor, inputs
inc, factor = T.lscalars('inc', 'factor')
accumulator = theano.function([theano.In(inc, value=1), factor], [state, 2 * state], updates=[(state, state + factor * inc)])
