# A bias beyond a million counts as 0.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# cause: special case
x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
z = T.dot(x, W) + T.cast(T.switch(abs(b) > 1e6, 0, b), "float32")
f = theano.function([x, W, b], [z, T.tanh(z)])
