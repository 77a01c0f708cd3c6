# Names the input and gives the increment a default.
# expect: function=2 examples=2 returns=3 updates=3
step = theano.In(T.lscalar('inc'), name='inc', value=1)
new_state = state + step.variable
accumulator = theano.function([step], [state, 2 * state], updates=[(state, new_state)])
print(accumulator(), accumulator(inc=1), accumulator(1))
