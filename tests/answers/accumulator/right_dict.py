# Updates with a dict and keeps the givens of the tutorial.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
accumulator = theano.function(inputs=[inc], outputs=[x, z], givens={x: state}, updates={state: state + inc})
