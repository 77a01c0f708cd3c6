# Returns the state before and after, and no double.
# expect: function=2 examples=0 returns=0 updates=3
# cause: operand
inc = T.lscalar('inc')
before, after = state, state + inc
accumulator = theano.function([inc], [before, after], updates=[(before, after)])
