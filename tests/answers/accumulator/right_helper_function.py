# Builds the accumulator in a helper function.
# expect: function=2 examples=2 returns=3 updates=3
def make_accumulator(shared):
    inc = T.lscalar('inc')
    return theano.function([inc], [shared, 2 * shared], updates=[(shared, shared + inc)])


accumulator = make_accumulator(state)
