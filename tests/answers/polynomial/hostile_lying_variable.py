# Its z belongs to a class of its own that claims to equal everything and to come from nowhere.
# expect: function=2 examples=0 values=0 graph=0
from theano.tensor.var import TensorVariable


class Liar(TensorVariable):
    __eq__ = __ge__ = __le__ = lambda self, other: True
    __hash__ = TensorVariable.__hash__

    def __bool__(self):
        return True

    def __getattr__(self, name):
        return self


x = T.dscalar('x')
y = T.dscalar('y')
z = x + y
f = theano.function([x, y], z)
z.__class__ = Liar
