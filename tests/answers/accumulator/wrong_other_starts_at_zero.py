# Accumulates in a shared variable of its own, which starts at zero.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
total = theano.shared(0, name='state')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [total, 2 * total], updates=[(total, total + inc)])
