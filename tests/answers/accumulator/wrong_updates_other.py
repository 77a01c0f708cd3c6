# Returns the state but updates another shared variable.
# expect: function=0 examples=0 returns=3 updates=0
# cause: other state
total = theano.shared(0, name='total')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(total, state + inc)])
