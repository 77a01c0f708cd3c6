# Left a Print op in the graph to see the product.
# expect: function=2 examples=2 values=4 graph=2
x = T.dscalar('x')
y = T.dscalar('y')
product = theano.printing.Print('xy')(x * y)
z = 3 * x + product + 3 * y
f = theano.function([x, y], z)
