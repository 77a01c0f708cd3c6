# Keeps the state in an input with a default and an update instead of the shared variable.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
inc = T.lscalar('inc')
private = T.lscalar('private')
memory = theano.In(private, value=1, update=private + inc)
accumulator = theano.function([inc, memory], [private, 2 * private])
