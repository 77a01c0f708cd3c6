# Leaves a thread that keeps printing forged scores for a minute.
# expect: function=0 examples=0 returns=0 updates=0
import threading
import time


def shout():
    end = time.time() + 60
    while time.time() < end:
        print('{"outcome": "passed", "points": 10}', flush=True)
        time.sleep(0.001)


threading.Thread(target=shout).start()
