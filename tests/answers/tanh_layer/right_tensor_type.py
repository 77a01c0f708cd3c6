# Makes the variables from types of its own.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
vector = T.TensorType('float32', (False,))
matrix = T.TensorType('float32', (False, False))
x, W, b = vector('x'), matrix('W'), vector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
