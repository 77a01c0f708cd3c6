# Makes the coefficient a third input that has to be given.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs, constant
x, y, c = T.dscalars('x', 'y', 'c')
z = c * x + x * y + c * y
f = theano.function([x, y, c], z)
