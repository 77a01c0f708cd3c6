# Transposes W, and forgets the bias as well.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: missing term, transposed
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')

# weights are stored as (output, input), so turn them
act = T.dot(x, W.T)
out = T.tanh(act)

f = theano.function([x, W, b], [act, out], on_unused_input='ignore')
