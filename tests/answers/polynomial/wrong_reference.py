# Feeds symbols to the reference of the exercise.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
from exercises.polynomial import reference
x, y = T.dscalars('x', 'y')
z = reference(x, y)
f = theano.function([x, y], z)
