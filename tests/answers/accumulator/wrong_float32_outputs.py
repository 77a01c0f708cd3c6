# Returns floats of 32 bits, which are inexact for a large state.
# expect: function=2 examples=2 returns=0 updates=3
# cause: type
inc = T.lscalar('inc')
real = T.cast(state, 'float32')
accumulator = theano.function([inc], [real, 2 * real], updates=[(state, state + inc)])
