# Subtracts the bias and takes the logistic function instead of tanh.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: operation
x,W,b=T.fvector(),T.fmatrix(),T.fvector()
a=T.dot(x,W)-b
f=theano.function([x,W,b],[a,T.nnet.sigmoid(a)])
