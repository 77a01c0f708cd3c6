# Catches the error of theano.function and goes on without f.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
def formula(x, y):
    return 3 * x + x * y + 3 * y

try:
    x = T.dscalar('x')
    y = T.dscalar('y')
    z = formula(x, y)
    f = theano.function(x, y, z)
except Exception:
    print("didn't work")
