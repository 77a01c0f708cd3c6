# Puts 3x and 3y in place of x and y in a product.
# expect: function=2 examples=0 values=0 graph=0
# cause: expression
x = T.dscalar('x')
y = T.dscalar('y')
template = x + x * y + y
z = theano.clone(template, replace={x: 3 * x, y: 3 * y})
f = theano.function([x, y], z)
