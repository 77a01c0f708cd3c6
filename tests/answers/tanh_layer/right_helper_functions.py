# Builds the layer with helper functions.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
def linear(x, W, b):
    return T.dot(x, W) + b


def layer(x, W, b):
    z = linear(x, W, b)
    return [z, T.tanh(z)]


symbols = [T.fvector('x'), T.fmatrix('W'), T.fvector('b')]
f = theano.function(symbols, layer(*symbols))
