# Spreads the answer over three cells and looks at the graph between them.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
# %%
z = 3 * x + x * y + 3 * y
print(theano.printing.pp(z))
theano.printing.debugprint(z)
# %%
f = theano.function([x, y], z)
f(1, 1)
