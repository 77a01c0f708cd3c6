# Starts the sum with zeros of NumPy, which makes both outputs float64.
# expect: function=2 examples=2 activation=2 values=3 dtype=0
# cause: type
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')

out = np.zeros(1)
out = out + T.dot(x, W)
out = out + b
f = theano.function([x, W, b], [out, T.tanh(out)])
