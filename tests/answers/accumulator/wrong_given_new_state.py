# Replaces the state by the sum with givens, so the update adds twice.
# expect: function=2 examples=0 returns=0 updates=0
# cause: extra term
inc = T.lscalar('inc')
accumulator = theano.function(
    [inc],
    [state, 2 * state],
    updates=[(state, state + inc)],
    givens={state: state + inc},
)
