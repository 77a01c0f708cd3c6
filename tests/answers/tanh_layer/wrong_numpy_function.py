# Uses NumPy instead of Theano.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: not a function
def f(x, W, b):
    z = np.dot(x, W) + b
    return [z, np.tanh(z)]
