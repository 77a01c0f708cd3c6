# Counts in a Python global.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
total = 1


def accumulator(inc):
    global total
    old, total = total, total + inc
    return [old, 2 * old]
