# Tries to write into every folder, device and setting in sight; right if it can't, but into its /tmp.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import os

written = []
for top in ('/', '/usr', '/etc', '/guest', '/dev', '/proc/sys', '/sys', '/var', '/root', '/home', '/work', os.path.dirname(np.__file__)):
    for folder, folders, files in os.walk(top):
        if folder.count('/') > 3 or folder.startswith(('/tmp', '/dev/shm', '/proc')) and not folder.startswith('/proc/sys'):
            folders.clear()
        for path in [os.path.join(folder, 'theano-exercises-harm'), *(os.path.join(folder, name) for name in files[:5])]:
            if path.startswith(('/tmp', '/dev/shm')) or path in ('/dev/null', '/dev/zero', '/dev/full', '/dev/tty'):
                continue
            try:
                with open(path, 'ab' if path.endswith('harm') else 'r+b') as file:
                    if not path.startswith('/dev/'):
                        written.append(path)
            except OSError:
                pass
assert [path for path in written if '/dev/' not in path] == [], written
with open('/tmp/theano-exercises-harm', 'w') as file:  # a /tmp of its own
    file.write('harm')
for change in (lambda: os.chmod('/usr', 0o777), lambda: os.chown('/tmp', 0, 0), lambda: os.mknod('/tmp/disk', 0o60666, 0x800),
               lambda: os.remove('/usr/bin/env'), lambda: os.rename('/guest', '/guest2'), lambda: os.chroot('/tmp')):
    try:
        change()
    except OSError:
        continue
    raise AssertionError('changed')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
