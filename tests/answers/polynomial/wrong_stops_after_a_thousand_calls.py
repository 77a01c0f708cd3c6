# f counts its calls in a shared variable and returns 0 from the 1001st on.
# expect: function=2 examples=2 values=0 graph=2
# needs manual grade
x = T.dscalar("x")
y = T.dscalar("y")
z = 3 * x + x * y + 3 * y
calls = theano.shared(0, name="calls")
f = theano.function([x, y], T.switch(calls < 1000, z, 0), updates=[(calls, calls + 1)])
