# Has its process send nothing any more, whatever its answer.
# expect: function=0 examples=0 returns=0 updates=0
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])

guest.send = lambda **message: None
