# Compiles a function of x alone.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs, operand
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x], z, givens={y: x})
