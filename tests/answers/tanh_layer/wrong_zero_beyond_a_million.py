# The second output is 0 where the activation is beyond a million, where it should be 1 or -1.
# expect: function=2 examples=2 activation=2 values=0 dtype=1
# cause: special case
x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.cast(T.switch(abs(z) > 1e6, 0, T.tanh(z)), "float32")])
