# Draws a picture in the cell of the answer, before it.
# expect: function=2 examples=2 values=4 graph=2
import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
