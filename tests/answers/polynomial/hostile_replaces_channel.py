# Puts a file in the place of the channel through which answers leave.
# expect: function=0 examples=0 values=0 graph=0
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)

os.dup2(os.open('/tmp/answers', os.O_RDWR | os.O_CREAT), guest.channel)
