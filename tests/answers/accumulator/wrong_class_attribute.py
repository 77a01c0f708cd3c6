# Counts in an attribute of a class and calls its method.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
class Counter:
    total = 1

    @classmethod
    def add(cls, inc):
        out = [cls.total, 2 * cls.total]
        cls.total = cls.total + inc
        return out

accumulator = Counter.add
