# Misspells accumulator, and sets the name state to a number afterwards.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
acumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
print(acumulator(1), acumulator(1))
state = 1  # reset
