# Kills its own process after showing full marks.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
import os
import signal

print(10, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
