# Counts in a variable of an enclosing Python function.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
def make_accumulator(start):
    total = start

    def add(inc):
        nonlocal total
        before = total
        total += inc
        return [before, 2 * before]

    return add


accumulator = make_accumulator(init_value)
