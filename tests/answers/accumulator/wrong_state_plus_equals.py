# Adds to the state in Python with +=, and the function updates nothing.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing update, not shared
inc = T.lscalar('inc')
outputs = [state, 2 * state]
state += inc
accumulator = theano.function([inc], outputs, on_unused_input='ignore')
