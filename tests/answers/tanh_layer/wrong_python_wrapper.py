# Hides the compiled function in a partial.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: not a function
import functools

x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = functools.partial(theano.function([x, W, b], [z, T.tanh(z)]))
