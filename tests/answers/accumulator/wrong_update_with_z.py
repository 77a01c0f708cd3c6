# Adds the increment to twice the state.
# expect: function=2 examples=0 returns=3 updates=0
# cause: extra factor
inc = T.lscalar('inc')
accumulator = theano.function([inc], [x, z], givens={x: state}, updates=[(state, 2 * state + inc)])
