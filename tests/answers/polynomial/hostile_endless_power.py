# Computes one huge power, in C.
# expect: function=0 examples=0 values=0 graph=0
f = z = 9 ** (9 ** 9)
