# Spreads the answer over three cells and tries it on the tutorial's numbers.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
# %%
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
# %%
x = np.asarray([0.1, 0.2, 0.3], dtype='float32')
W = np.asarray([[0.1, -0.2], [-0.4, 0.5], [0.6, -0.7]], dtype='float32')
b = np.asarray([0.1, 0.2], dtype='float32')
print(f(x, W, b))
