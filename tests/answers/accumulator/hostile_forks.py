# Starts up to 200 processes in sessions of their own, which outlive the cell.
# expect: function=0 examples=0 returns=0 updates=0
import os
import time

for _ in range(200):
    if os.fork() == 0:
        os.setsid()
        time.sleep(30)
        os._exit(0)
