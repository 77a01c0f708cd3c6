# Declares x as a row and y as a column.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
x = T.drow('x')
y = T.dcol('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
