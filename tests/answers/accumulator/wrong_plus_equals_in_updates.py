# Adds to the state with += and passes what comes of it as the updated variable.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
i = T.lscalar('i')
old = state
state += i
accumulator = theano.function([i], [old, 2 * old], updates=[(state, state)])
