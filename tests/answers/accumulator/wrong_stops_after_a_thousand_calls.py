# Counts its calls, and adds nothing after the thousandth.
# expect: function=2 examples=2 returns=0 updates=0
# needs manual grade
calls = theano.shared(0, name='calls')
inc = T.lscalar('inc')
updates = [(state, state + T.switch(calls < 1000, inc, 0)), (calls, calls + 1)]
accumulator = theano.function([inc], [state, 2 * state], updates=updates)
