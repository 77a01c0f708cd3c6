# Starts processes that are meant to outlive everything: daemons, deaf to signals; right.
# expect: function=2 examples=2 values=4 graph=2
import ctypes
import os
import signal
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in set(range(1, 65)) - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
                signal.signal(number, signal.SIG_IGN)
            ctypes.CDLL(None).prctl(15, b'te-survivor')
            for descriptor in range(64):
                try:
                    os.close(descriptor)
                except OSError:
                    pass
            time.sleep(1000)
        os._exit(0)
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
