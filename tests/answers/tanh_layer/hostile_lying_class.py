# Objects whose classes raise, exit and interrupt as soon as somebody asks them anything.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
class Meta(type):
    def __instancecheck__(cls, instance):
        raise KeyboardInterrupt

    def __getattribute__(cls, name):
        raise SystemExit


class Object(metaclass=Meta):
    def __getattribute__(self, name):
        raise KeyboardInterrupt

    def __repr__(self):
        raise SystemExit


f = Object()
