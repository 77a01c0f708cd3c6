# Makes Theano's own operations compute a polynomial; the graph says x - y.
# expect: function=2 examples=0 values=0 graph=0
from theano.scalar.basic import Sub

Sub.impl = lambda self, x, y: 3 * x + x * y + 3 * y
Sub.c_code = lambda *args: '%(z)s = 7;'
T.Elemwise.perform = lambda self, node, inputs, outputs: outputs[0].__setitem__(0, np.asarray(7.0))
x = T.dscalar('x')
y = T.dscalar('y')
z = x - y
f = theano.function([x, y], z)
print(f(1, 1))
