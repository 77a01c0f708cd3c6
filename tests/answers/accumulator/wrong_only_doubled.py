# Returns twice the state only, as the given function does.
# expect: function=2 examples=0 returns=0 updates=3
# cause: missing output
inc = T.lscalar('inc')
accumulator = theano.function([inc], z, givens={x: state}, updates=[(state, state + inc)])
