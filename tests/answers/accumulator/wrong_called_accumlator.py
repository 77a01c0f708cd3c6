# Has a letter too few in the name of the function.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
inc = T.lscalar('inc')
# returns the old state and its double, then adds inc
accumlator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
