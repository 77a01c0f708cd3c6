# Names the inputs with In and gives the second a default.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([theano.In(x, name='x'), theano.In(y, name='y', value=1.0)], z)
print(f(1), f(x=10, y=-3))
