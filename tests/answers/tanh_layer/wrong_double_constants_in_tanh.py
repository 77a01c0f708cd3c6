# Writes tanh out with constants of NumPy, so the second output is float64, and nan for large activations.
# expect: function=2 examples=2 activation=2 values=0 dtype=0
# cause: not finite
one = np.array([1.0])
two = np.array([2.0])

x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
a = T.dot(x, W) + b
e = T.exp(two * a)
f = theano.function([x, W, b], [a, (e - one) / (e + one)])
