# Makes a state of its own that holds a complex number.
# expect: function=0 examples=0 returns=0 updates=0
# cause: state type
state = theano.shared(np.complex128(1), name='state')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
