# Uses a series that is good near zero only.
# expect: function=2 examples=2 activation=2 values=0 dtype=1
# cause: expression
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
h = z - z ** 3 / 3 + 2 * z ** 5 / 15 - 17 * z ** 7 / 315
f = theano.function([x, W, b], [z, h])
