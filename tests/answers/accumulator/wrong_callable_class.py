# Makes accumulator an object with a method that calls the compiled function.
# expect: function=0 examples=0 returns=0 updates=0
# cause: not a function
class Accumulator(object):
    def __init__(self, state):
        self.params = [state]
        inc = T.lscalar('inc')
        self.step = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])

    def __call__(self, inc):
        return self.step(inc)


accumulator = Accumulator(state)
accumulator(1)
