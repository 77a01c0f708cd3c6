# Uses the operator @, which Theano's variables do not have.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = x @ W + b
f = theano.function([x, W, b], [z, T.tanh(z)])
