# Hands out objects that run a command when they are unpickled or printed.
# expect: function=0 examples=0 values=0 graph=0
import os


class Bomb:
    def __reduce__(self):
        return os.system, ('touch /tmp/unpickled-by-the-grader',)

    def __repr__(self):
        os._exit(0)

    __str__ = __reduce_ex__ = lambda self, *args: self.__reduce__()


f = Bomb()
z = Bomb()
