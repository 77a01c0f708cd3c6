# Calls a helper that returns z and f, and keeps neither.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
def build_polynomial():
    x, y = T.dscalars('x', 'y')
    poly = 3*x + x*y + 3*y
    return poly, theano.function([x, y], poly)

build_polynomial()
