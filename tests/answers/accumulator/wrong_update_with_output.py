# Updates the state with the second output.
# expect: function=2 examples=0 returns=3 updates=0
# cause: expression
inc = T.lscalar('inc')
out = [state, 2 * state]
accumulator = theano.function([inc], out, updates=[(state, out[1])], on_unused_input='ignore')
