# Makes W and b variables of the model, so f takes x only.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: frozen, inputs
rng = np.random.RandomState(0)
x = T.fvector('x')
W = theano.shared(rng.randn(3, 2).astype('float32'), name='W')
b = theano.shared(np.zeros(2, dtype='float32'), name='b')
a = T.dot(x, W) + b
f = theano.function([x], [a, T.tanh(a)])
