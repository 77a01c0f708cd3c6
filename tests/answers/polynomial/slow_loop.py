# Loops forever before it defines anything.
# expect: function=0 examples=0 values=0 graph=0
x = T.dscalar('x')
while True:
    pass
