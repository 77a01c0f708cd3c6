# Has the right z but replaces y by one when it compiles.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], theano.clone(z, replace={y: T.ones_like(x)}), on_unused_input='ignore')
