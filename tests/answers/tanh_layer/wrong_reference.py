# Feeds symbols to the reference of the exercise.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
from exercises.tanh_layer import reference
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
f = theano.function([x, W, b], reference(x, W, b))
