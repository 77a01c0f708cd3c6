# Writes the name of the state into the dictionary of updates.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
accumulator = theano.function(
    inputs=[inc],
    outputs=[state, 2 * state],
    updates={'state': state + inc},
)
