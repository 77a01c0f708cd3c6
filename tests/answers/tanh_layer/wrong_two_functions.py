# Compiles one function for each output and calls neither f.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
act = T.dot(x, W) + b
f1 = theano.function([x, W, b], act)
f2 = theano.function([x, W, b], T.tanh(act))
