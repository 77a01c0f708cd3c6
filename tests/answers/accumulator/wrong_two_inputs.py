# Wants the given x as a second argument.
# expect: function=0 examples=0 returns=0 updates=0
# cause: frozen, inputs
inc = T.lscalar('inc')
accumulator = theano.function([inc, x], [state, z], updates=[(state, state + inc)])
print(accumulator(1, 1))
