# Subtracts the negative increment and doubles with dot.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
doubled = T.dot(T.stack([state, state]), T.ones((2,), dtype='int64'))
accumulator = theano.function([inc], [state, doubled], updates=[(state, state - (-inc))])
