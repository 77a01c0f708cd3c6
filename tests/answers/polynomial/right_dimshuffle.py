# Turns the scalars into rows and columns and back with dimshuffle and reshape.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
column = x.dimshuffle('x', 'x')
row = y.reshape((1, 1))
z = (3 * column + T.dot(column, row) + 3 * row)[0, 0]
f = theano.function([x, y], z)
