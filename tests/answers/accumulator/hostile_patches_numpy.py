# Makes NumPy's numbers and the state lie; its update adds twice.
# expect: function=2 examples=0 returns=3 updates=0
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + 2 * inc)])
np.add = np.multiply = np.equal = lambda *args, **kwargs: True
state.get_value = lambda *args, **kwargs: 1
accumulator.__dict__['__call__'] = lambda inc: [1, 2]
