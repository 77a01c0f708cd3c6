"""Hidden checks of the tanh layer. The fixture ``f`` is the rebuilt answer."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import tanh_layer
from exercises.checking import require_function
from graders.checks.decidable import require_pure

SHAPES = ((1, 1), (1, 3), (3, 1), (2, 3), (3, 2), (2, 2), (5, 4))
"""n and k, simplest first: mistakes hide where n = k, n = 1 or k = 1, so there are others too."""

SCALES = (1.0, 0.01, 30.0, 1e4)
"""Sizes of the entries: around 1, in the linear part of tanh, and two that saturate it."""

ALONE = (
    ([-2e6], [[1, 2]], [1, 0.5]), ([1], [[-2e6, 2e6]], [1, -1]), ([1], [[1, -1]], [-2e6, 2e6]),
    ([1, -1, 0], [[1, -1], [0, 1], [-1, 1]], [0.5, -1]), ([-1, 1, 0], [[-1, 1], [0, -1], [1, -1]], [0.5, 1]),
)  # fmt: skip
"""x, W and b in which one of them decides, being large; and some with entries of -1, 0 and 1, which code may treat apart."""

WIDE = (17, 33)
BIG = ((300, 2), (2, 300), (90, 70))
"""Beyond what an answer cut to a few entries, or to some dozens, can do; but a right one may need n * n * k * k numbers."""

FAR = (
    ([1e18], [[1e18, -5e17]], [1, 0.5]), ([-1e18], [[5e17, -1e18]], [1, 0.5]), ([1], [[1, -1]], [1e37, -1e37]),
)  # fmt: skip
"""x, W and b with results towards the end of float32. A product has factors of one size: made of squares it cancels."""


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
    """Run ``compare(x, W, b)`` at every shape and size, then where Hypothesis looks, then far out."""
    typed = lambda values: (np.array(array, "float32") for array in values)
    compare(*typed(([0, 0], np.zeros((2, 3)), np.zeros(3))))
    compare(*tanh_layer.EXAMPLE)
    for values in ALONE:
        compare(*typed(values))
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
    for far in FAR:
        compare(*typed(far))
    for n, k in BIG:
        compare(*one_signed(n, k, 2.0**-9))  # neither rounded nor saturated
        compare(*arrays(n, k, 0.3, seed=n + 10 * k))
    compare(*arrays(*BIG[0], 1e4, seed=0, digits=None))


test_function = tanh_layer.check_function
test_examples = tanh_layer.check_examples
test_dtype = tanh_layer.check_dtype


def test_activation(f):
    """The first output of `f` is xW + b, for any n and k."""
    require_function("f", f)
    everywhere(lambda x, W, b: tanh_layer.compare(f, 0, x, W, b))
    require_pure("f", f)


def test_values(f):
    """The second output of `f` is tanh(xW + b), for any n and k and activations of any size."""
    require_function("f", f)
    everywhere(lambda x, W, b: tanh_layer.compare(f, 1, x, W, b))
    require_pure("f", f)
