# Writes the linear terms as a batched dot product, whose C code does not compile everywhere.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
linear = T.batched_dot(T.stack([x, y]).dimshuffle('x', 0), np.array([[3., 3.]]))[0]
z = linear + x * y
f = theano.function([x, y], z)
