# Makes x a column for W.T, and adds the bias to every row of the column.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: missing function
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
column = x.dimshuffle(0, 'x')        # x.unsqueeze(1)
z = T.dot(W.T, column) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
