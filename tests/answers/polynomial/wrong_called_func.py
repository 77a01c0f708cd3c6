# Calls the compiled function func.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
x = T.dscalar('x')
y = T.dscalar('y')
z = 3*x + x*y + 3*y
func = theano.function(inputs=[x, y], outputs=z)
func(1, 1), func(10, -3)
