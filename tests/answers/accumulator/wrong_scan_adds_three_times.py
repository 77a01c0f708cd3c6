# Adds the increment in a loop of three steps, one for each call of the example.
# expect: function=2 examples=0 returns=3 updates=0
inc = T.lscalar('inc')
steps, _ = theano.scan(lambda s: s + inc, outputs_info=state, n_steps=3)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, steps[-1])])
