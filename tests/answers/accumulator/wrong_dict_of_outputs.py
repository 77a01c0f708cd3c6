# Returns a dictionary with names for the outputs.
# expect: function=2 examples=0 returns=0 updates=3
# cause: form
inc = T.lscalar('inc')
accumulator = theano.function(
    inputs=[inc],
    outputs={'state': state, 'doubled': 2 * state},
    updates=[(state, state + inc)],
)
