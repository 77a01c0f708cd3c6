# Makes a type of one dimension that is broadcastable.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
one = T.TensorType('float64', (True,))
x, y = one('x'), one('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
f([1], [1])
