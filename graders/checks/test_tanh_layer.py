"""Hidden checks of the tanh layer. The fixture ``f`` is the rebuilt answer."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import tanh_layer
from exercises.checking import require_function

SHAPES = ((1, 1), (1, 3), (3, 1), (2, 3), (3, 2), (2, 2), (5, 4))
"""n and k, simplest first: mistakes hide where n = k, n = 1 or k = 1, so there are others too."""

SCALES = (1.0, 0.01, 30.0, 1e4)
"""Sizes of the entries: around 1, in the linear part of tanh, and two that saturate it."""


WIDE = (17, 33)
"""Beyond what an answer cut to a few entries can do."""


def arrays(n, k, scale, seed, digits=2):
    """float32 x (n,), W (n, k), b (k,) with entries of both signs, of the given size, rounded to ``digits``.

    Few digits make a counterexample readable; without rounding (None) an answer that rounds shows.
    """
    random = np.random.RandomState(seed)
    draw = lambda *shape: scale * random.uniform(-1, 1, shape)
    return tuple((a if digits is None else a.round(digits)).astype("float32") for a in (draw(n), draw(n, k), draw(k)))


def one_signed(n, k, scale):
    """Arrays that drive every activation to ``scale`` or more, with the sign of ``scale``."""
    return np.ones(n, "float32"), np.full((n, k), scale, "float32"), np.full(k, scale, "float32")


def everywhere(compare):
    """Run ``compare(x, W, b)`` at every shape and size, then where Hypothesis looks."""
    compare(np.zeros(2, "float32"), np.zeros((2, 3), "float32"), np.zeros(3, "float32"))
    compare(*tanh_layer.EXAMPLE)
    for n, k in SHAPES:
        for scale in SCALES:
            compare(*arrays(n, k, scale, seed=n + 10 * k))
        for scale in (20.0, -20.0, 50.0, -50.0, 1e3, -1e3):
            compare(*one_signed(n, k, scale))

    compare(*one_signed(*WIDE, 1.0))
    for n, k in (*SHAPES, WIDE):
        compare(*arrays(n, k, 1.0, seed=n + 10 * k, digits=None))

    @given(
        n=st.integers(1, 6),
        k=st.integers(1, 6),
        scale=st.sampled_from(SCALES),
        seed=st.integers(0, 2**16),
        digits=st.sampled_from((2, None)),
    )
    @example(n=4, k=6, scale=1.0, seed=0, digits=2)
    def search(n, k, scale, seed, digits):
        compare(*arrays(n, k, scale, seed, digits))

    search()


test_function = tanh_layer.check_function
test_examples = tanh_layer.check_examples
test_dtype = tanh_layer.check_dtype


def test_activation(f):
    """The first output of `f` is xW + b, for any n and k."""
    require_function("f", f)
    everywhere(lambda x, W, b: tanh_layer.compare(f, 0, x, W, b))


def test_values(f):
    """The second output of `f` is tanh(xW + b), for any n and k and activations of any size."""
    require_function("f", f)
    everywhere(lambda x, W, b: tanh_layer.compare(f, 1, x, W, b))
