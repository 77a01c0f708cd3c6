# Writes a plus in place of the signs of multiplication of both coefficients.
# expect: function=2 examples=0 values=0 graph=0
# cause: operation
x = T.dscalar('x')
y = T.dscalar('y')

term1 = 3 + x
term2 = x * y
term3 = 3 + y

z = term1 + term2 + term3
f = theano.function(inputs=[x, y], outputs=z)
