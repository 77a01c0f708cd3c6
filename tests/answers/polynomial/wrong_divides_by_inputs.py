# Divides by the inputs, which is undefined where one of them is zero.
# expect: function=2 examples=2 values=0 graph=0
# cause: not finite
x = T.dscalar('x')
y = T.dscalar('y')
z = x * y * (1 + 3 / x + 3 / y)
f = theano.function([x, y], z)
