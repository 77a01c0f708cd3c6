# z rounds one of its terms to two decimals; f does not.
# expect: function=2 examples=2 values=4 graph=0
# cause: rounding
x = T.dscalar("x")
y = T.dscalar("y")
z = T.round(3 * x * 100) / 100 + x * y + 3 * y
f = theano.function([x, y], 3 * x + x * y + 3 * y)
