# Declares unsigned integers, which can't hold the -3 of the task.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
x, y = T.scalar('x', dtype='uint8'), T.scalar('y', dtype='uint8')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
