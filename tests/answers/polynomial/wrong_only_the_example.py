# Copies the example of the introduction, writes z, and compiles nothing else.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
a = T.dscalar("a")
square = a ** 2
g = theano.function([a], square)

x = T.dscalar("x")
y = T.dscalar("y")
z = 3*x + x*y + 3*y
