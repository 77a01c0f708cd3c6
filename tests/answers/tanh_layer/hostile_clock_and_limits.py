# Turns the clock, raises its own limits and its priority; right.
# expect: function=2 examples=2 activation=2 values=3 dtype=1
import os
import resource
import time

time.time = time.monotonic = time.perf_counter = lambda: 0.0
for name in ('RLIMIT_AS', 'RLIMIT_NPROC', 'RLIMIT_NOFILE', 'RLIMIT_FSIZE', 'RLIMIT_CPU', 'RLIMIT_CORE'):
    soft, hard = resource.getrlimit(getattr(resource, name))
    try:
        resource.setrlimit(getattr(resource, name), (hard, resource.RLIM_INFINITY))
    except (ValueError, OSError):
        continue
    raise AssertionError(name)
for change in (lambda: os.nice(-20), lambda: time.clock_settime(time.CLOCK_REALTIME, 0), lambda: os.setuid(0),
               lambda: os.setgroups([0]), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))):
    try:
        change()
    except (OSError, PermissionError):
        continue
    raise AssertionError('changed')
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
z = T.dot(x, W) + b
f = theano.function([x, W, b], [z, T.tanh(z)])
