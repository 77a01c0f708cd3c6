# A right answer that fails whenever it is called: its elements are not there.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = (T.dot(x, W) + b)[T.arange(b.shape[0]) + 10 ** 6]
f = theano.function([x, W, b], [z, T.tanh(z)])
