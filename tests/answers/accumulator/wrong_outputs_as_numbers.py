# Reads the state with get_value and lists the numbers as outputs.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
s = state.get_value()
accumulator = theano.function([inc], [s, 2 * s], updates=[(state, state + inc)])
