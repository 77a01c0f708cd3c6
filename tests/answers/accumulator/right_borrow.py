# Lets Theano hand out its own memory.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
outputs = [theano.Out(state, borrow=True), theano.Out(2 * state, borrow=True)]
accumulator = theano.function([theano.In(inc, borrow=True)], outputs, updates=[(state, state + inc)])
