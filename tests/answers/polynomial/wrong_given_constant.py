# Gives y a constant of another type when it compiles, so nothing is compiled.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
unused = T.dscalar('unused')
z = 3 * x + x * y + 3 * y
f = theano.function([x, unused], z, givens={y: T.constant(1.0)}, on_unused_input='ignore')
