# Defines the names without any value.
# expect: function=0 examples=0 values=0 graph=0
z = None
f = None
