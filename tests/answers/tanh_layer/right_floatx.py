# Sets floatX before it declares the inputs.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
theano.config.floatX = 'float32'
x = T.vector('x')
W = T.matrix('W')
b = T.vector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
