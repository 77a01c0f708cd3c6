# Declares the increment with the dtype of the state.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.scalar('inc', dtype=state.dtype)
accumulator = theano.function([inc], [state, state + state], updates=[(state, state + inc)])
