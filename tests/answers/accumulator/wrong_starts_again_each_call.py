# Adds the increment to the start value in each call, not to the state.
# expect: function=2 examples=0 returns=3 updates=0
# cause: frozen
inc = T.lscalar('inc')
accumulator = theano.function(
    inputs=[inc],
    outputs=[state, 2 * state],
    updates=[(state, init_value + inc)],
)
