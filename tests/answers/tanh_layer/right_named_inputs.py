# Names the inputs and gives the bias a default.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector(), T.fmatrix(), T.fvector()
z = T.dot(x, W) + b
zeros = np.zeros(2, dtype='float32')
inputs = [theano.In(x, name='x'), theano.In(W, name='W'), theano.In(b, name='b', value=zeros)]
f = theano.function(inputs, [z, T.tanh(z)])
