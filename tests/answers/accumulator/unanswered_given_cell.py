# Reads the given accumulator and adds nothing.
# expect: function=0 examples=0 returns=0 updates=0
print(read_accumulator())
print(read_accumulator())
