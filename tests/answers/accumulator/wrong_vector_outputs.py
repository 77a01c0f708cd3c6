# Returns vectors of length one.
# expect: function=2 examples=0 returns=0 updates=3
# cause: shape
inc = T.lscalar('inc')
s = state.dimshuffle('x')
accumulator = theano.function([inc], [s, 2 * s], updates=[(state, state + inc)])
