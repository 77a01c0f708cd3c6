# Dresses a compiled function of no inputs up as one that answers in Python.
# expect: function=0 examples=0 values=0 graph=0
from theano.compile.function_module import Function


class Liar(Function):
    def __call__(self, x, y):
        return np.asarray(3 * x + x * y + 3 * y)

    def __eq__(self, other):
        return True

    __hash__ = Function.__hash__


z = T.constant(7.0)
f = theano.function([], z)
f.__class__ = Liar
