# Assigns T.dscalar itself to x and y and does not call it.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar
y = T.dscalar
z = 3*x + x*y + 3*y
f = theano.function([x, y], z)
