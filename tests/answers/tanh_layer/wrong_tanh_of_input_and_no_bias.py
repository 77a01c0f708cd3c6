# Leaves the bias out of the first output, and applies tanh to x in the second.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: extra function, missing function, missing term
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
lin = T.dot(x, W)
nonlin = T.dot(T.tanh(x), W) + b
f = theano.function([x, W, b], [lin, nonlin])
