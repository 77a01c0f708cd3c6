# Counts its calls in an input with a default and an update, and returns something else after the thousandth.
# expect: function=2 examples=2 returns=0 updates=0
# needs manual grade
inc, calls = T.lscalars('inc', 'calls')
counted = theano.In(calls, value=0, update=calls + 1)
outputs = [state, 2 * state + T.gt(calls, 1000)]
accumulator = theano.function([inc, counted], outputs, updates=[(state, state + inc)])
