# Leaves a comment only.
# expect: function=0 examples=0 values=0 graph=0
# I didn't have the time for this one.
