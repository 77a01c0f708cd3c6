# Keeps the double in a second shared variable, which starts apart from the state.
# expect: function=2 examples=0 returns=0 updates=0
# needs manual grade
# cause: expression
doubled = theano.shared(np.int64(2), name='doubled')
inc = T.lscalar('inc')
accumulator = theano.function(
    [inc],
    [state, doubled],
    updates=[(state, state + inc), (doubled, doubled + 2 * inc)],
)
