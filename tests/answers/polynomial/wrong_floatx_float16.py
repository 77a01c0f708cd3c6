# Sets floatX to float16 before it declares the inputs with T.scalar.
# expect: function=0 examples=2 values=0 graph=0
# cause: inputs
theano.config.floatX = 'float16'
x = T.scalar('x')
y = T.scalar('y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
