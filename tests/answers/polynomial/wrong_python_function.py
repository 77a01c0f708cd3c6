# Defines a Python function, and z is a number.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function, not an expression
def f(x, y):
    z = 3 * x + x * y + 3 * y
    return z


z = f(1, 1)
