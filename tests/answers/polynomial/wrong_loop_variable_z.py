# Uses z again as the variable of a loop that tries f out.
# expect: function=2 examples=2 values=4 graph=0
# cause: not an expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)

for x, y, z in [(1, 1, 7), (10, -3, -9), (0.5, 2, 8.5)]:
    assert f(x, y) == z
print('all good')
