# Substitutes the activation with theano.clone.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
a = T.fvector('a')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, theano.clone(T.tanh(a), replace={a: z})])
