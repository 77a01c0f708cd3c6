# Completes the product in float32, which loses a few digits near zero.
# expect: function=2 examples=2 values=4 graph=2
x = T.fscalar('x')
y = T.fscalar('y')
z = (x + 3) * (y + 3) - 9
f = theano.function([x, y], z)
