# Never compiles the outputs.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: not compiled
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
f = [z, T.tanh(z)]
