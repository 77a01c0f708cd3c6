# Lists a third variable among the inputs that z does not use.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x, y, w = T.dscalars('x', 'y', 'w')
z = 3*x + x*y + 3*y
f = theano.function([x, y, w], z)
