# Ignores an increment that isn't positive.
# expect: function=2 examples=2 returns=3 updates=0
# cause: special case
inc = T.lscalar('inc')
new_state = T.switch(T.gt(inc, 0), state + inc, state)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, new_state)])
