# Returns floats of 16 bits, which overflow to infinity.
# expect: function=2 examples=2 returns=0 updates=3
# cause: type
inc = T.lscalar('inc')
half = T.cast(state, 'float16')
accumulator = theano.function([inc], [half, 2 * half], updates=[(state, state + inc)])
