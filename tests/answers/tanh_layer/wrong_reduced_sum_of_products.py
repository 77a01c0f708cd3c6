# Sums the element-by-element products of x and W over the first axis.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: expression
reduce_sum = T.sum
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
weighted = reduce_sum(x * W, axis=0)
f = theano.function([x, W, b], [weighted + b, T.tanh(weighted + b)])
