# Starts up to 200 processes that keep the processors busy for two seconds.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import os
import time

for _ in range(200):
    if os.fork() == 0:
        end = time.time() + 2
        while time.time() < end:
            pass
        os._exit(0)
