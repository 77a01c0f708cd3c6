# Bakes the start value into the outputs.
# expect: function=2 examples=0 returns=0 updates=3
# cause: frozen
inc = T.lscalar('inc')
start = T.constant(init_value, dtype='int64')
accumulator = theano.function([inc], [start, z], givens={x: start}, updates=[(state, state + inc)])
