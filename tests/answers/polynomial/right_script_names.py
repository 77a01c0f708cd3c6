# Is right, but its names hold HTML, a terminal code and a path.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('<script>alert("x")</script>')
y = T.dscalar('\x1b[2J../../etc/passwd\n10')
z = 3 * x + x * y + 3 * y
z.name = '</pre><img src=x onerror=alert(1)>' * 10
f = theano.function([x, y], z)
