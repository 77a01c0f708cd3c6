# Declares the weights as a tensor of three dimensions.
# expect: function=0 examples=0 activation=0 values=0 dtype=1
# cause: inputs, part
x, W, b = T.fvector('x'), T.ftensor3('W'), T.fvector('b')
z = T.dot(x, W[0]) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
