# Writes tanh of a placeholder and substitutes the activation with givens.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
a = T.fvector('a')
f = theano.function([x, W, b], [a, T.tanh(a)], givens={a: T.dot(x, W) + b})
