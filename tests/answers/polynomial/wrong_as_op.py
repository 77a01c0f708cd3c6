# Wraps a NumPy function as an op, which no fixed vocabulary holds.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
from theano.compile.ops import as_op


@as_op(itypes=[T.dscalar, T.dscalar], otypes=[T.dscalar])
def polynomial(x, y):
    return np.asarray(3 * x + x * y + 3 * y)


x = T.dscalar('x')
y = T.dscalar('y')
z = polynomial(x, y)
f = theano.function([x, y], z)
