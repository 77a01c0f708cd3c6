# Copies the given cell and starts from zero, so the state is a new object.
# expect: function=2 examples=2 returns=3 updates=3
init_value = 0
state = theano.shared(value=init_value, name='state')
x = T.lscalar('x')
z = 2 * x
inc = T.lscalar('inc')
accumulator = theano.function(inputs=[inc], outputs=[state, z], givens={x: state}, updates=[(state, state + inc)])
