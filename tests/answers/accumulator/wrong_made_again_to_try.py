# Compiles it once more in a later cell to look at the outputs, without the update.
# expect: function=0 examples=0 returns=3 updates=0
# cause: missing update
inc = T.lscalar('inc')
new_state = state + inc
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, new_state)])
# %%
# only looking, so no updates here
accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')
print(accumulator(1))
