# Adds the terms up in Python while the graph is built.
# expect: function=2 examples=2 values=4 graph=2
import functools
import operator

x, y = T.dscalars('xy')
terms = [c * m for c, m in zip([3, 1, 3], [x, x * y, y])]
z = functools.reduce(operator.add, terms)
f = theano.function([x, y], z)
