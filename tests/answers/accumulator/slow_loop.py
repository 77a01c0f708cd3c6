# Calls the given function forever.
# expect: function=0 examples=0 returns=0 updates=0
while True:
    read_accumulator()
