# Sends the message that everything is done, before anything is.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')

print('{"points": 10}')
os.write(guest.channel, b'{"done": true}\n')
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
