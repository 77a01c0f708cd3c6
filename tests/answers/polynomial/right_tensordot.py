# Contracts the outer product of (1, x) and (1, y) with a table of coefficients.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
one = T.constant(1.0)
powers = T.outer(T.stack([one, x]), T.stack([one, y]))
z = T.tensordot(powers, np.array([[0.0, 3.0], [3.0, 1.0]]), axes=2)
f = theano.function([x, y], z)
