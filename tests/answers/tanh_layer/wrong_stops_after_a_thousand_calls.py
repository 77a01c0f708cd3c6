# f counts its calls in a shared variable; its outputs are zeros from the 1001st on.
# expect: function=2 examples=2 activation=0 values=0 dtype=1
# needs manual grade
x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
calls = theano.shared(0, name="calls")
z = T.cast(T.switch(calls < 1000, T.dot(x, W) + b, 0), "float32")
f = theano.function([x, W, b], [z, T.tanh(z)], updates=[(calls, calls + 1)])
