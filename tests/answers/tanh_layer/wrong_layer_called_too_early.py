# Calls the function layer, and tries it in a cell of its own before the data are there.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: missing answer
x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')
z = T.dot(x, W) + b
layer = theano.function([x, W, b], [z, T.tanh(z)])
# %%
layer(inputX, inputW, inputB)
