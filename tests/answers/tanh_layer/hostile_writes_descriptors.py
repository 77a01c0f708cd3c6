# Closes some file descriptors and floods the others.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# needs manual grade
import os

for descriptor in range(1, 64):
    try:
        os.set_blocking(descriptor, False)
        os.write(descriptor, b'{"f": "passed"}\n' * 10000)
        os.close(descriptor)
    except OSError:
        pass
