# Takes the mean of the terms instead of their sum.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
x, y = T.dscalars('x', 'y')
terms = [3 * x, x * y, 3 * y]
z = T.mean(T.stack(terms))
f = theano.function([x, y], z)
