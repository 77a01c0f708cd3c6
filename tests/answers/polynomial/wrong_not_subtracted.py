# Factors the polynomial but forgets to subtract nine.
# expect: function=2 examples=0 values=0 graph=0
# cause: missing term
x = T.dscalar('x')
y = T.dscalar('y')
z = (x + 3) * (y + 3)
f = theano.function([x, y], z)
