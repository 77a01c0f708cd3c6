# Counts the calls in a second shared variable.
# expect: function=2 examples=2 returns=3 updates=3
calls = theano.shared(0, name='calls')
inc = T.lscalar('inc')
updates = [(calls, calls + 1), (state, state + inc)]
accumulator = theano.function([inc], [state, 2 * state], updates=updates)
