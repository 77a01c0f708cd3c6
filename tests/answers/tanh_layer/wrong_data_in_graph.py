# Puts the data of the example into the graph and has no inputs.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
# cause: inputs, expression
inputX = np.asarray([0.1, 0.2, 0.3])
inputW = np.asarray([[0.1, -0.2], [-0.4, 0.5], [0.6, -0.7]])
inputB = np.asarray([0.1, 0.2])
z = T.dot(inputX, inputW) + inputB
f = theano.function([], [z, T.tanh(z)])
print(f())
