# Resets by making a new state after compiling, which the function doesn't know.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
print(accumulator(1), accumulator(1))
state = theano.shared(value=init_value, name='state')
