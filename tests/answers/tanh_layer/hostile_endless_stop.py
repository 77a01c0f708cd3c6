# Stops its own process, which then does nothing at all.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
