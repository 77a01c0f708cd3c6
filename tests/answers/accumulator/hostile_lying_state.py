# Replaces the state by an object that equals everything, and the function too.
# expect: function=0 examples=0 returns=0 updates=0
class Liar:
    value = 1

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *args, **kwargs: self

    def __call__(self, *args):
        return [self, self]


state = Liar()
accumulator = Liar()
