# Writes the polynomial as a quadratic form, with the entries for x and xy mixed up.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
A = np.array([[0.0, 3.0],
              [1.0, 3.0]])
x = T.dscalar('x')
y = T.dscalar('y')
left = T.stack([1.0, x])
right = T.stack([1.0, y])
z = T.dot(T.dot(left, A), right)
f = theano.function([x, y], z)
