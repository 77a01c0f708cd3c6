# Returns complex numbers.
# expect: function=2 examples=0 returns=0 updates=3
# cause: type
inc = T.lscalar('inc')
z = T.cast(state, 'complex128')
accumulator = theano.function([inc], [z, 2 * z], updates=[(state, state + inc)])
