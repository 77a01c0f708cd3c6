# Needs a package that the grader does not have, so nobody knows what the answer is worth.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
import a_package_that_nobody_has

x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
