# Declares the inputs and stops.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')
