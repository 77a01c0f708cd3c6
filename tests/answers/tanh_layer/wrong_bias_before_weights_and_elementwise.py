# Lists the bias before W, and multiplies element by element.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: input order, operation
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
s = x * W + b
f = theano.function([x, b, W], [s, T.tanh(s)])
