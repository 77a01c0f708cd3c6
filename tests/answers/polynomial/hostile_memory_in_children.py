# Spreads ten gigabytes over child processes.
# expect: function=0 examples=0 values=0 graph=0
import os
import time

for _ in range(50):
    if os.fork() == 0:
        block = b'x' * 200_000_000
        time.sleep(1000)
        os._exit(0)
time.sleep(1000)
