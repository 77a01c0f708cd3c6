# Makes Python floats of the symbols first.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * float(x) + float(x) * float(y) + 3 * float(y)
f = theano.function([x, y], z)
