# Declares integer inputs, so 0.5 is refused.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
x = T.lscalar('x')
y = T.lscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
print(f(1, 1), f(10, -3))
