# Declares vectors and compiles without a name for the expression.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs, missing answer
x, y = T.dvectors('x', 'y')
f = theano.function([x, y], 3 * x + x * y + 3 * y)
f([1], [1])
