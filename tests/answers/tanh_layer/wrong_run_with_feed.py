# Makes placeholders of shared variables, and a function that feeds and runs them.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: not a function
X_ph = theano.shared(np.zeros(3, dtype='float32'))
W_ph = theano.shared(np.zeros((3, 2), dtype='float32'))
b_ph = theano.shared(np.zeros(2, dtype='float32'))
net = T.dot(X_ph, W_ph) + b_ph
session = theano.function([], [net, T.tanh(net)])


def f(x, W, b):
    for place, value in ((X_ph, x), (W_ph, W), (b_ph, b)):
        place.set_value(value)
    return session()
