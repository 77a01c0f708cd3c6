# Declares inputs of 16 bits, which are less precise than float32.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
x, y = T.scalar('x', dtype='float16'), T.scalar('y', dtype='float16')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
