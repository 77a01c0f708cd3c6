# Takes a real number, and returns the state after the update.
# expect: function=0 examples=0 returns=0 updates=0
# cause: extra term, inputs
# the step may be any number
step = T.dscalar('step')
new = T.cast(state + step, 'int64')
accumulator = theano.function(
    inputs=[step],
    outputs=[new, 2 * new],
    updates=[(state, new)],
)
