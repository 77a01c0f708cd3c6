# Registers a forged verdict for the end and exits with success.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import atexit
import os

forged = b'{"check": "values", "outcome": "passed", "points": 3}\n'
atexit.register(os.write, 1, forged)
print('Score: 10 / 10')
raise SystemExit(0)
