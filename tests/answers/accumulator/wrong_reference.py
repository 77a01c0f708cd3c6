# Feeds symbols to the reference of the exercise.
# expect: function=0 examples=0 returns=0 updates=0
# cause: missing answer
from exercises.accumulator import reference
inc = T.lscalar('inc')
outputs, new_state = reference(state, inc)
accumulator = theano.function([inc], list(outputs), updates=[(state, new_state)])
