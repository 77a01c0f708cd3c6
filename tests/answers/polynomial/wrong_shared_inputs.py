# Makes the inputs shared variables, so nothing can be passed in.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs, frozen
x = theano.shared(1.0, name='x')
y = theano.shared(1.0, name='y')
z = 3 * x + x * y + 3 * y
f = theano.function([], z)
print(f())
