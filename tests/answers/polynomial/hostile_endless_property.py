# Its answer computes for ever as soon as somebody looks at it.
# expect: function=0 examples=0 values=0 graph=0
import time


class Slow(type(T.dscalar())):
    @property
    def owner(self):
        while True:
            time.sleep(1)


z = T.dscalar('z')
z.__class__ = Slow
f = z
