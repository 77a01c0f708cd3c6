# Uses float32 scalars, as the tutorial advises.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.fscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function(inputs=[x, y], outputs=z)
