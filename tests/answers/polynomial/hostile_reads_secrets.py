# Looks for a secret in files, in the environment and in other processes; right if there is none.
# expect: function=2 examples=2 values=4 graph=2
import glob
import os

MARK = b'theano-exercises' + b'-secret'
found = [name for name, value in os.environb.items() if MARK in value]
folders = [entry.path for entry in os.scandir('/') if entry.is_dir(follow_symlinks=False)]
places = [f'{folder}/{depth}' for folder in folders if folder not in ('/usr', '/proc', '/sys', '/dev') for depth in ('*', '*/*')]
for path in [path for place in places for path in glob.glob(place)] + glob.glob('/dev/shm/*') + glob.glob('/proc/[0-9]*/*'):
    if path.startswith('/proc/') and not path.endswith(('/environ', '/cmdline', '/root', '/cwd', '/status')):
        continue
    try:
        with open(path, 'rb') as file:
            if MARK in file.read(100_000) or 'theano-exercises-secret' in path:
                found.append(path)
    except OSError:
        pass
print([open(path, 'rb').read() for path in found if path.startswith('/')])
assert not found, found
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
