# Doubles the state itself, and has no use for the increment.
# expect: function=2 examples=0 returns=3 updates=0
# cause: expression
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, 2 * state)], on_unused_input='ignore')
