# Updates with an OrderedDict.
# expect: function=2 examples=2 returns=3 updates=3
from collections import OrderedDict

inc = T.lscalar('inc')
updates = OrderedDict()
updates[state] = inc + state
accumulator = theano.function([inc], [state, z], givens=[(x, state)], updates=updates)
