# Returns the double first, and subtracts the increment.
# expect: function=2 examples=0 returns=0 updates=0
# cause: operation, output order
inc = T.lscalar('inc')
double = 2 * state
accumulator = theano.function([inc], [double, state], updates={state: state - inc})
