# Waits for a lock that nobody releases.
# expect: function=0 examples=0 returns=0 updates=0
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
