# Makes every shared variable lie about its value; its function has no update.
# expect: function=0 examples=0 returns=3 updates=0
from theano.compile.sharedvalue import SharedVariable

SharedVariable.get_value = lambda self, *args, **kwargs: np.array(4)
SharedVariable.set_value = lambda self, *args, **kwargs: None
np.testing.assert_equal = np.array_equal = lambda *args, **kwargs: True
inc = T.lscalar('inc')
accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')
