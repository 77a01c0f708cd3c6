# Sets floatX to float32 after the inputs are declared.
# expect: function=0 examples=2 activation=2 values=3 dtype=0
# cause: inputs
x = T.vector('x')
W = T.matrix('W')
b = T.vector('b')

theano.config.floatX = 'float32'

activation = T.dot(x, W) + b
output = T.tanh(activation)
f = theano.function([x, W, b], [activation, output], allow_input_downcast=True)
