# Declares placeholders of the shape [1].
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
placeholder = lambda name: T.TensorType('float64', (True,))(name)
x = placeholder('x')
y = placeholder('y')
z = T.add(T.mul(3, x), T.mul(x, y), T.mul(3, y))
f = theano.function([x, y], z)
