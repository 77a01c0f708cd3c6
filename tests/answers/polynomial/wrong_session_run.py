# Feeds shared variables from a Python function that runs the graph.
# expect: function=0 examples=0 values=0 graph=0
# cause: frozen, not a function
a = theano.shared(0.0, name='a')
b = theano.shared(0.0, name='b')
z = 3 * a + a * b + 3 * b
run = theano.function([], z)


def f(x, y):
    a.set_value(float(x))
    b.set_value(float(y))
    return run()
