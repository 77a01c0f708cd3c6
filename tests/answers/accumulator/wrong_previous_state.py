# Returns what the state was a call earlier, from a second shared variable.
# expect: function=2 examples=0 returns=0 updates=0
# needs manual grade
# cause: frozen
previous = theano.shared(np.int64(1), 'previous')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [previous, 2 * previous],
                              updates=[(previous, state), (state, state + inc)])
