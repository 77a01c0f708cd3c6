# Nests the terms and lists the inputs the other way round, which the symmetry allows.
# expect: function=2 examples=2 values=4 graph=2
a, b = T.dscalars('ab')
z = 3 * a + b * (a + 3)
f = theano.function([b, a], z)
