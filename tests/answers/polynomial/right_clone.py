# Substitutes the inputs with theano.clone.
# expect: function=2 examples=2 values=4 graph=2
a, b = T.dscalars('a', 'b')
template = 3 * a + a * b + 3 * b
x, y = T.dscalars('x', 'y')
z = theano.clone(template, replace={a: x, b: y})
f = theano.function([x, y], z)
