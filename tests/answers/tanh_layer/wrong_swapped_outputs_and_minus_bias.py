# Returns the tanh first, and subtracts the bias in both outputs.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: operation, output order
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
net = T.dot(x, W) - b
activated = T.tanh(net)
f = theano.function(inputs=[x, W, b], outputs=[activated, net])
