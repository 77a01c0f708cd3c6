# Looks into its parent processes and its own descriptors; right if it sees nothing.
# expect: function=2 examples=2 returns=3 updates=3
import os

seen = []
for pid in [1, os.getppid()]:
    for name in ['environ', 'mem', 'maps', 'root/etc', 'cwd', 'fd', 'fdinfo', 'task/1/fd', 'stack', 'map_files']:
        path = f'/proc/{pid}/{name}'
        try:
            seen.append(os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(10))
        except OSError:
            pass
for descriptor in os.listdir('/proc/self/fd'):
    target = os.path.realpath(f'/proc/self/fd/{descriptor}')
    if not target.startswith(('/proc/', '/dev/null', '/tmp/')):
        seen.append(target)
assert seen == [], seen
assert max(int(pid) for pid in os.listdir('/proc') if pid.isdigit()) <= 3
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
