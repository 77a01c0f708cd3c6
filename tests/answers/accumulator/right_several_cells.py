# Spreads the answer over three cells and resets the state at the end.
# expect: function=2 examples=2 returns=3 updates=3
inc = T.lscalar('inc')
# %%
new_state = state + inc
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, new_state)])
# %%
print(accumulator(1), state.get_value())
state.set_value(init_value)
