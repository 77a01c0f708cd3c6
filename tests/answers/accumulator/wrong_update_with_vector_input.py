# Takes a vector and adds it to the scalar state.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lvector('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
