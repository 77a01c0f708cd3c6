# Returns the outputs in the wrong order.
# expect: function=2 examples=0 returns=0 updates=3
# cause: output order
inc = T.lscalar('inc')
accumulator = theano.function([inc], [2 * state, state], updates=[(state, state + inc)])
