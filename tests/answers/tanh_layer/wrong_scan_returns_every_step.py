# Sums the rows in a loop that starts with the bias, and takes all of its steps.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
steps, _ = theano.scan(lambda x_i, W_i, total: total + x_i * W_i, sequences=[x, W], outputs_info=b)
f = theano.function([x, W, b], [steps, T.tanh(steps)])
