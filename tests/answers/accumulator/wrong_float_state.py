# Makes a state of its own that holds a real number.
# expect: function=0 examples=0 returns=0 updates=0
# cause: state type
state = theano.shared(1.0, name='state')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
