# Makes a new state in the solution cell, compiles, and makes the given one again in the next cell.
# expect: function=0 examples=0 returns=0 updates=0
# cause: other state
state = theano.shared(np.int64(0), name='state', borrow=True)
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
# %%
# back to the beginning
init_value = 1
state = theano.shared(value=np.int64(init_value), name="state")
print(read_accumulator())
