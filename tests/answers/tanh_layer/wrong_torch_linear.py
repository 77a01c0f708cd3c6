# Keeps the convention of another library, in which the weights are stored turned.
# expect: function=2 examples=0 activation=0 values=0 dtype=1
# cause: transposed
class Linear:
    """y = x W^T + b, like the linear layers I know"""

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, input):
        return T.dot(input, self.weight.transpose()) + self.bias


x = T.fvector('x')
W = T.fmatrix('W')
b = T.fvector('b')

layer = Linear(W, b)
a = layer.forward(x)
f = theano.function([x, W, b], [a, T.tanh(a)])
