# Takes all the memory that it can get, keeps it, and is right.
# expect: function=2 examples=2 returns=3 updates=3
import mmap

blocks = []
size = 1 << 28
while size > 1 << 24:
    try:
        blocks.append(bytearray(size))
    except MemoryError:
        size //= 2
for take in (lambda: np.ones((10 ** 6, 10 ** 6)), lambda: mmap.mmap(-1, 1 << 40), lambda: ' ' * 10 ** 12, lambda: [None] * 10 ** 12):
    try:
        blocks.append(take())
    except (MemoryError, OSError, ValueError, OverflowError):
        pass
assert len(blocks) < 20
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
