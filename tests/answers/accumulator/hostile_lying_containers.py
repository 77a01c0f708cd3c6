# Lists that hold themselves, dictionaries that never end and numbers that are none.
# expect: function=0 examples=0 returns=0 updates=0
class Endless(dict):
    def __len__(self):
        return 1

    def items(self):
        while True:
            yield 'x', self

    __iter__ = keys = values = items


class Number(int):
    def __int__(self):
        raise MemoryError

    __index__ = __repr__ = __str__ = __int__


accumulator = [Endless(x=1), Number(4)]
accumulator.append(accumulator)
state = Number(1)
