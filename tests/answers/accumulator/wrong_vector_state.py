# Keeps a vector of state and double in a shared variable of its own.
# expect: function=0 examples=0 returns=0 updates=0
# cause: expression, other state
inc = T.lscalar('inc')
pair = theano.shared(np.array([1, 2]), name='pair')
accumulator = theano.function([inc], [pair[0], pair[1]], updates=[(pair, pair + T.stack([inc, 2 * inc]))])
