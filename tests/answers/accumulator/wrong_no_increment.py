# Takes no increment and counts up by one.
# expect: function=0 examples=0 returns=0 updates=0
# cause: inputs, frozen
accumulator = theano.function([], [state, 2 * state], updates=[(state, state + 1)])
print(accumulator())
