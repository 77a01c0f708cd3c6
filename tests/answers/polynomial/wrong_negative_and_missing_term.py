# Gives the first term the wrong sign, and leaves the last one out.
# expect: function=2 examples=0 values=0 graph=0
# cause: constant, missing term
x=T.dscalar('x');y=T.dscalar('y')
z=-3*x+x*y
f=theano.function([x,y],z)
