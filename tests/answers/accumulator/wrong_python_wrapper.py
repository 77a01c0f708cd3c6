# Updates the shared variable from Python.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
def accumulator(inc):
    old = int(state.get_value())
    state.set_value(old + inc)
    return [np.array(old), np.array(2 * old)]
