# Makes a state of its own that holds 8 bits only.
# expect: function=0 examples=0 returns=0 updates=0
# cause: state type, inputs
state = theano.shared(np.int8(1), name='state')
inc = T.bscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
