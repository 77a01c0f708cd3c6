# Adds the bias a second time in the second output, and takes tan there.
# expect: function=2 examples=0 activation=2 values=0 dtype=1
# cause: extra term, operation
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b       # activation
y = T.tan(z + b)          # output
f = theano.function([x, W, b], [z, y])
