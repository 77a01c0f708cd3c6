# Forgets what x stands for, so nothing is compiled.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, z], updates=[(state, state + inc)])
