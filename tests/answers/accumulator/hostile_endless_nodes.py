# Builds a graph of ten million nodes.
# expect: function=0 examples=0 returns=0 updates=0
inc = T.lscalar('inc')
total = inc
for number in range(10 ** 7):
    total = total + number
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + total)])
