# Completes the product and subtracts nine.
# expect: function=2 examples=2 values=4 graph=2
x = T.scalar('x')
y = T.scalar('y')
z = (x + 3) * (y + 3) - 9
f = theano.function([x, y], z)
