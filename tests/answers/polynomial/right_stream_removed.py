# Takes away the standard output after the answer.
# expect: function=2 examples=2 values=4 graph=2
import sys

x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
sys.stdout = None
