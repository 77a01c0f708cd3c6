# Makes a shared copy of the state and accumulates in it.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
inc = T.lscalar('inc')
s = theano.shared(state.get_value(borrow=True), name='s')  # work on a copy
accumulator = theano.function([inc], [s, 2 * s], updates=[(s, s + inc)])
