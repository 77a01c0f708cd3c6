# Copies the given cell and calls its own function acc.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
# given
init_value = 1
state = theano.shared(value=np.int64(init_value), name="state")
x = T.lscalar("x")
z = 2 * x
read_accumulator = theano.function(inputs=[], outputs=z, givens={x: state})

# mine
inc = T.lscalar("inc")
acc = theano.function(inputs=[inc], outputs=[state, z], givens={x: state}, updates=[(state, state + inc)])
