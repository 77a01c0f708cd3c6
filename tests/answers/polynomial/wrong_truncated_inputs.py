# Declares integer inputs and lets Theano cut the fractions off silently.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
x = T.iscalar('x')
y = T.iscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z, allow_input_downcast=True)
