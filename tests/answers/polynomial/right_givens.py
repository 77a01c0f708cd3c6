# Writes z in other symbols and substitutes the inputs with givens.
# expect: function=2 examples=2 values=4 graph=2
a, b = T.dscalars('a', 'b')
z = 3 * a + a * b + 3 * b
x, y = T.dscalars('x', 'y')
f = theano.function([x, y], z, givens={a: x, b: y})
