# Packs both numbers into one vector.
# expect: function=0 examples=0 values=0 graph=0
# cause: inputs
v = T.dvector('v')
z = 3 * v[0] + v[0] * v[1] + 3 * v[1]
f = theano.function([v], z)
print(f([1, 1]))
