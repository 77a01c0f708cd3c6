# Keeps the update and the compiled function in a class.
# expect: function=2 examples=2 returns=3 updates=3
class Accumulator:
    def __init__(self, state):
        self.inc = T.lscalar('inc')
        self.updates = {state: state + self.inc}
        self.outputs = [state, 2 * state]

    def compile(self):
        return theano.function([self.inc], self.outputs, updates=self.updates)


accumulator = Accumulator(state).compile()
