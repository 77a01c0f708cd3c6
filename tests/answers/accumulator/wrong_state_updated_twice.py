# Lists the state twice in the updates.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
updates = [(state, 2 * state), (state, state + inc)]
accumulator = theano.function([inc], [state, 2 * state], updates=updates)
