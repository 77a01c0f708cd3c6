# Evaluates the expression once instead of compiling a function.
# expect: function=0 examples=0 values=0 graph=0
# cause: not a function
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = z.eval({x: 1, y: 1})
