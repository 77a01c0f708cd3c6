# Writes results into a file that is called f, too.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
results = [f(i, i) for i in range(3)]
with open('results.txt', 'w') as f:
    f.write(str(results))
