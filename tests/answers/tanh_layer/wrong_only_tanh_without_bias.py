# Returns the tanh alone, and there the bias is missing.
# expect: function=2 examples=0 activation=0 values=0 dtype=0
# cause: missing output, missing term
# layer: input x, weights W, bias b
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
layer_out = T.tanh(T.dot(x, W))
f = theano.function([x, W, b], layer_out, on_unused_input='warn')
