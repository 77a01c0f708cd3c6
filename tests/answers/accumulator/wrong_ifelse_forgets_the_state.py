# Adds the increment if there is one, and otherwise sets the state to it.
# expect: function=2 examples=2 returns=3 updates=0
# cause: special case
from theano.ifelse import ifelse

inc = T.lscalar('inc')
new_state = ifelse(T.neq(inc, 0), state + inc, inc)
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, new_state)])
