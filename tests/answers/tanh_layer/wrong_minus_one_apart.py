# An entry of -1 in x counts as 0.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: special case
x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
z = T.dot(T.cast(T.switch(T.eq(x, -1), 0, x), "float32"), W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
