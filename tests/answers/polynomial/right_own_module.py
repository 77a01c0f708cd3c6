# Writes the answer into a module of its own and imports it.
# expect: function=2 examples=2 values=4 graph=2
# %%
%%writefile answer.py
import theano
import theano.tensor as T

x, y = T.dscalars('x', 'y')
z = 3 * x + x * y + 3 * y
f = theano.function([x, y], z)
# %%
from answer import f, z
