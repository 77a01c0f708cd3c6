# Returns a list of one element.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], [z])
