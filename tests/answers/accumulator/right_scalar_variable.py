# The increment is a variable of theano.scalar.
# expect: function=2 examples=2 returns=3 updates=3
inc = theano.scalar.int64('inc')
accumulator = theano.function([inc], [state, state * 2], updates=[(state, state + inc)])
