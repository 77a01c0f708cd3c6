# Tries to trace its parent and to read and write its memory; right if it can't.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import ctypes

libc = ctypes.CDLL(None)
buffer = ctypes.create_string_buffer(8)
span = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
for pid in (1, 2):
    assert libc.ptrace(PTRACE_ATTACH, pid, 0, 0) == -1
    assert libc.ptrace(PTRACE_SEIZE, pid, 0, 0) == -1
    assert libc.process_vm_readv(pid, span, 1, span, 1, 0) == -1
    assert libc.process_vm_writev(pid, span, 1, span, 1, 0) == -1
try:
    open('/proc/1/mem', 'r+b')
except OSError:
    pass
else:
    raise AssertionError('memory')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
