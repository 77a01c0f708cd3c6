# Uses NumPy instead of Theano.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function, not an expression
def z(x, y):
    return 3 * x + x * y + 3 * y


f = np.vectorize(z)
