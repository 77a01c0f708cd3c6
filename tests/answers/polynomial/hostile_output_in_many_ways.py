# Prints a hundred megabytes by print, by processes and by displays; right.
# expect: function=2 examples=2 values=4 graph=2
import os
import subprocess
import sys

from IPython.display import HTML, clear_output, display

for _ in range(20):
    print('passed ' * 150_000)
    print('x' * 1_000_000, file=sys.stderr)
    display(HTML('<b>10 of 10</b>' * 50_000))
subprocess.run('head -c 60000000 /dev/zero; head -c 20000000 /dev/zero >&2', shell=True)
for number in range(2_000):
    display({'text/plain': str(number)}, raw=True, display_id=True)
clear_output(wait=True)
try:
    os.write(1, b'{"outcome": "passed"}\n')
except OSError:
    pass
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
