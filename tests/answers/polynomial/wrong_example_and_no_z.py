# Copies the example of the introduction and compiles the right formula without calling it z.
# expect: function=2 examples=2 values=4 graph=0
# cause: missing answer
# example from above
a = T.dscalar("a")
square = a ** 2
g = theano.function([a], square)
print(g(3))

# the task
x = T.dscalar("x")
y = T.dscalar("y")
f = theano.function([x, y], 3*x + x*y + 3*y)
print(f(1, 1), f(10, -3))
