# Writes F and Z for f and z.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
X, Y = T.dscalars('X', 'Y')
Z = 3 * X + X * Y + 3 * Y
F = theano.function([X, Y], Z)
