# Recurses in C until the stack of its process is at its end.
# expect: function=0 examples=0 values=0 graph=0
import sys

sys.setrecursionlimit(10 ** 9)
f = z = []
for _ in range(10 ** 6):
    z = [z]
print(repr(z))
