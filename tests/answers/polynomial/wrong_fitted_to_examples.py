# Puts a plane through the two examples.
# expect: function=2 examples=2 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 + 4 * y
f = theano.function([x, y], z, on_unused_input='ignore')
