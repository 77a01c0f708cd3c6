# Adds the increment to the value that the state has while the function is compiled.
# expect: function=2 examples=0 returns=3 updates=0
# cause: frozen
inc = T.lscalar('inc')
accumulator = theano.function(
    [inc],
    [state, 2 * state],
    updates=[(state, state.get_value() + inc)],
)
