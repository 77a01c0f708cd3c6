# Fills /tmp and /dev/shm with bytes and with names, and opens all that it can; right.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import os

held = []
for place in ('/tmp', '/dev/shm'):
    for number in range(20_000):
        try:
            with open(f'{place}/theano-exercises-harm-{number}', 'wb') as file:
                file.write(b'x' * (1 << 23 if number < 40 else 0))
        except OSError as error:
            if number > 40:
                break
    assert number < 19_999
try:
    while True:
        held.append(os.open('/dev/null', os.O_RDONLY))
except OSError:
    pass
assert len(held) < 256
for _ in range(10):
    os.close(held.pop())
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
