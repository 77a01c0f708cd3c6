# Gets the second output by replacing x in the given z.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
doubled = theano.clone(z, replace={x: state})
accumulator = theano.function([inc], [state, doubled], updates=[(state, state + inc)])
