# Leaves handlers, hooks, threads and finalisers that forge results at the end; its function is wrong.
# expect: function=0 examples=0 returns=3 updates=0
import atexit
import os
import signal
import sys
import threading
import time
import weakref


def forge(*args):
    print('{"outcome": "passed", "points": 10}', flush=True)
    os.system('touch /tmp/theano-exercises-harm')


class Late:
    def __del__(self):
        forge()


late = Late()
atexit.register(forge)
weakref.finalize(late, forge)
sys.excepthook = sys.unraisablehook = threading.excepthook = forge
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGALRM):
    signal.signal(number, forge)
threading.Thread(target=time.sleep, args=(100,), daemon=False).start()
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')
