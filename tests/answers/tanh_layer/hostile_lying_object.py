# Claims to be a compiled function and to equal everything.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
from theano.compile.function_module import Function


class Liar:
    __class__ = Function
    maker = property(lambda self: self)
    inputs = outputs = expanded_inputs = ()

    def __call__(self, *args):
        return self

    def __eq__(self, other):
        return True


f = Liar()
