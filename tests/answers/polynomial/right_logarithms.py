# Multiplies with logarithms, one of them in float32, and with signs where they have none.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalar('x'), T.fscalar('y')
z = 3 * x + T.sgn(x) * T.sgn(y) * T.exp(T.log(abs(x)) + T.log(abs(y))) + 3 * y
f = theano.function([x, y], z)
