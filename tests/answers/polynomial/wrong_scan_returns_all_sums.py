# Adds the terms in a loop, and returns every step of it.
# expect: function=2 examples=0 values=0 graph=0
x, y = T.dscalars('x', 'y')
terms = T.stack([3 * x, x * y, 3 * y])
sums, _ = theano.scan(lambda t, s: s + t, sequences=terms, outputs_info=T.zeros_like(x))
z = sums
f = theano.function([x, y], z)
