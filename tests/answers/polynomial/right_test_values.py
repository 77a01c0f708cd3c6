# Leaves Theano's test value machinery and strict NumPy errors switched on.
# expect: function=2 examples=2 values=4 graph=2
theano.config.compute_test_value = 'raise'
np.seterr(all='raise')
x = T.dscalar('x')
x.tag.test_value = 1.0
y = T.dscalar('y')
y.tag.test_value = 1.0
z = 3 * x + x * y + 3 * y
assert z.tag.test_value == 7
f = theano.function([x, y], z)
