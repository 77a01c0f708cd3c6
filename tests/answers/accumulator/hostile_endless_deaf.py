# Is deaf to interrupts and sleeps in C, with Python's lock held.
# expect: function=0 examples=0 returns=0 updates=0
import ctypes
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
ctypes.PyDLL(None).sleep(3600)
