# Sends a message nested deeper than the program that passes it on can follow.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
import gc
import os

channel = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest').channel
os.write(channel, b'{"grade_cell": "function", "answers": ' + b'[' * 700 + b']' * 700 + b'}\n')
