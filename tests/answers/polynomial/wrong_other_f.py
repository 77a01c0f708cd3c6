# Has the right z but compiles something else.
# expect: function=2 examples=0 values=0 graph=2
# cause: missing term
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], 3 * (x + y))
