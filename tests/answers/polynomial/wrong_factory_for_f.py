# Makes f a function that compiles anew and returns a compiled function.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function, not an expression
def f():
    x = T.dscalar('x')
    y = T.dscalar('y')
    return theano.function([x, y], 3 * x + x * y + 3 * y)


z = f()(1, 1)
print(z)
