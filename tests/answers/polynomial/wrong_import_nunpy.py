# Misspells numpy in an import of its own.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
import nunpy as np
x = T.dscalar('x')
y = T.dscalar('y')
z = np.float32(3) * x + x * y + np.float32(3) * y
f = theano.function([x, y], z)
