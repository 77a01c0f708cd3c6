# Starts up to 200 processes that sleep.
# expect: function=0 examples=0 values=0 graph=0
import os
import time

for _ in range(200):
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)
