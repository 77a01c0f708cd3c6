# Passes the updates as a flat list of two.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[state, state + inc])
