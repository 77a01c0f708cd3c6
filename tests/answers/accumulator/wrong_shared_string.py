# Starts a state of its own from a string.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
state = theano.shared('0', name='state')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
