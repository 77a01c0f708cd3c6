# Compiles one function that reads and one that adds, and keeps the one that adds.
# expect: function=2 examples=0 returns=0 updates=3
# cause: missing output
inc = T.lscalar('inc')
read_both = theano.function([], [state, 2 * state])
accumulator = theano.function([inc], updates=[(state, state + inc)])
print(read_both())
accumulator(1)
print(read_both())
