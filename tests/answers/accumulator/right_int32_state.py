# Makes the state again with 32 bits, as a plain 1 has on Windows.
# expect: function=2 examples=2 returns=3 updates=3
state = theano.shared(np.int32(1), name='state')
inc = T.iscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
