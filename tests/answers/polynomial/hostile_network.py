# Tries to reach the machine and the world by TCP, UDP, Unix sockets and names; right if it can't.
# expect: function=2 examples=2 values=4 graph=2
import glob
import socket

reached = []


def attempt(kind, family, address):
    with socket.socket(family, kind) as connection:
        connection.settimeout(0.2)
        try:
            connection.connect(address)
            connection.send(b'theano-exercises: hostile')
            reached.append(address)
        except OSError:
            pass


for host in ('127.0.0.1', '10.0.0.1', '169.254.169.254', '1.1.1.1', '192.168.0.1'):
    for port in (47113, 22, 53, 80):
        attempt(socket.SOCK_STREAM, socket.AF_INET, (host, port))
        if host != '127.0.0.1':  # on the loopback device of its own nobody listens, and sending is no error
            attempt(socket.SOCK_DGRAM, socket.AF_INET, (host, port))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'theano-exercises: hostile', ('127.0.0.1', 47113))
attempt(socket.SOCK_STREAM, socket.AF_INET6, ('::1', 47113))
attempt(socket.SOCK_STREAM, socket.AF_UNIX, b'\0theano-exercises-bait')
for path in ['/var/run/docker.sock', *glob.glob('/run/**', recursive=True), *glob.glob('/tmp/**', recursive=True)]:
    attempt(socket.SOCK_STREAM, socket.AF_UNIX, path)
for name in ('localhost.example.org', 'example.org'):
    try:
        reached.append(socket.gethostbyname(name))
    except OSError:
        pass
assert reached == [], reached
assert [name for _, name in socket.if_nameindex()] == ['lo']
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
