# Takes the dot product of the coefficients and the monomials.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = T.dot(T.stack([x, x * y, y]), np.array([3.0, 1.0, 3.0]))
f = theano.function([x, y], z)
