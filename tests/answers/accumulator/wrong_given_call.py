# Gives the reading function a new name, which takes no increment.
# expect: function=0 examples=0 returns=0 updates=0
# cause: inputs, missing update, missing output
accumulator = read_accumulator
