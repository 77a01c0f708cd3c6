# Returns the square instead of the double.
# expect: function=2 examples=0 returns=0 updates=3
# cause: operation
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, state ** 2], updates=[(state, state + inc)])
