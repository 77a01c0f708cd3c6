# Tries to make namespaces and mounts, as root in a namespace of its own; right if it can't.
# expect: function=2 examples=2 returns=3 updates=3
import ctypes
import subprocess

libc = ctypes.CDLL(None)
for flag in (1 << bit for bit in (7, 17, 25, 26, 27, 28, 29, 30)):
    assert libc.unshare(flag | 1 << 28) == -1
assert libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == -1
assert libc.umount2(b'/proc', 2) == -1
assert libc.setns(0, 0) == -1
for command in ('unshare --user --map-root-user true', 'unshare --mount true', 'mount -t tmpfs none /tmp', 'su -c true', 'bwrap true'):
    assert subprocess.run(command, shell=True, capture_output=True).returncode != 0, command
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
