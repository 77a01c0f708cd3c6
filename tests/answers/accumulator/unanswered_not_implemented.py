# Leaves the line that the handed out notebook has.
# expect: function=0 examples=0 returns=0 updates=0
raise NotImplementedError()
