# Divides by a third with // instead of multiplying by three.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x, y = T.dscalars('x', 'y')
z = x // (1/3) + x * y + y // (1/3)
f = theano.function([x, y], z)
