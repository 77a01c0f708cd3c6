# Leaves the line that the handed out notebook has.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
raise NotImplementedError()
