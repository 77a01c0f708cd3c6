# Uses float32 scalars and lets Theano downcast what is passed in.
# expect: function=2 examples=2 values=4 graph=2
x = T.fscalar()
y = T.fscalar()
z = 3.0 * (x + y) + x * y
f = theano.function([x, y], z, allow_input_downcast=True)
print(f(0.1, 0.2))
