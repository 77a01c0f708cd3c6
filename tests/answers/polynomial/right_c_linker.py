# Asks for compiled C code by name.
# expect: function=2 examples=2 values=4 graph=2
x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z, mode=theano.Mode(linker='c', optimizer='fast_run'))
