# Compiles at once, but a call takes ten billion steps; z is right.
# expect: function=2 examples=0 values=0 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
z = 3 * x + x * y + 3 * y
steps = T.cast(1e10 + 0 * x, 'int64')
slow, updates = theano.scan(lambda s: T.sin(s) + 0 * y, outputs_info=T.zeros_like(x), n_steps=steps)
f = theano.function([x, y], z + slow[-1], updates=updates)
