# Lets Theano overwrite the bias and hand out its own memory.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
inputs = [x, W, theano.In(b, borrow=True, mutable=True)]
f = theano.function(inputs, [theano.Out(z, borrow=True), theano.Out(T.tanh(z), borrow=True)])
