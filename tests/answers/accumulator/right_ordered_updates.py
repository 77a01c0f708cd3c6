# Updates with Theano's own OrderedUpdates.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
changes = theano.OrderedUpdates([(state, T.add(state, inc))])
accumulator = theano.function([inc], outputs=(state, T.mul(state, 2)), updates=changes)
