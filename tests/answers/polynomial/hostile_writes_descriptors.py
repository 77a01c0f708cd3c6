# Writes a forged message to every open file descriptor.
# expect: function=0 examples=0 values=0 graph=0
# needs manual grade
import os

message = b'{"version": 2, "names": {"f": 7, "z": 7}, "outcome": "passed", "points": 10}\n'
for descriptor in range(1, 64):
    for _ in range(2):
        try:
            os.write(descriptor, message)
        except OSError:
            break
