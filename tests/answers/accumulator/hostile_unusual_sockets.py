# Asks for sockets that no network namespace confines, and for raw ones; right if there are none.
# expect: function=2 examples=2 returns=3 updates=3
import socket

made = []
for family in (17, 38, 40, 44, 29, 31, 5, 10, 2):  # packets, ciphers, the virtual machine's host, XDP, CAN, Bluetooth, ...
    for kind in (socket.SOCK_RAW,) if family in (2, 10) else (1, 2, 3, 5):
        try:
            socket.socket(family, kind).close()
            made.append((family, kind))
        except OSError:
            pass
assert made == [], made
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as routes:  # to make a device, which takes rights
    routes.bind((0, 0))
    request = b'\x20\0\0\0\x10\0\x05\x06\1\0\0\0\0\0\0\0' + bytes(16)
    routes.send(request)
    answer = routes.recv(4096)
    assert int.from_bytes(answer[16:20], 'little', signed=True) < 0
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
