# Is right, but the last line of the cell raises.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
print(accumulator(0.5))
