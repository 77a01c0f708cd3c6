# Makes a coefficient with int, which cuts it to two.
# expect: function=2 examples=0 values=0 graph=0
# cause: constant
x, y = T.dscalars('x', 'y')
c = int(2.9999)
z = c * x + x * y + 3 * y
f = theano.function([x, y], z)
