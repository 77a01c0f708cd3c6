# Accumulates in a shared variable of its own, which starts at one as well.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
counter = theano.shared(1, name='counter')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [counter, 2 * counter], updates=[(counter, counter + inc)])
