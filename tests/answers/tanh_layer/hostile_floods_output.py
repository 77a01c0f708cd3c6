# Prints two hundred megabytes.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
for _ in range(2000):
    print('passed ' * 15000)
