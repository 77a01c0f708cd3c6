# Uses the given symbol x for the increment.
# expect: function=2 examples=2 returns=3 updates=3
accumulator = theano.function([x], [state, 2 * state], updates=[(state, state + x)])
print(accumulator(1))
print(accumulator(1))
print(accumulator(1))
