"""Hidden checks of the tanh layer. The fixture ``f`` is the rebuilt answer."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import tanh_layer
from exercises.checking import call, require_function
from graders.checks.decidable import require_pure
from graders.checks.slips import Slip, likely

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


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def softmax(a):
    return np.exp(a) / np.exp(a).sum()


def slip(sentence, activation=lambda x, W, b: x @ W + b, function=np.tanh, *, outputs=None):
    """A slip in the first output, and so in the second; or in the function; or in ``outputs`` of x, W, b."""

    def both(x, W, b):
        first = activation(x, W, b)
        return first, function(first)

    return Slip(sentence, outputs or both)


def layer(x, W, b):
    return x @ W + b, np.tanh(x @ W + b)


SLIPS = [
    slip("Your second output is sigmoid(xW + b), not tanh(xW + b).", function=sigmoid),
    slip("Your second output is xW + b again: tanh is missing.", function=lambda a: a),
    slip("Your second output is tan(xW + b), not tanh(xW + b).", function=np.tan),
    slip("Your second output is sin(xW + b), not tanh(xW + b).", function=np.sin),
    slip("Your second output is sinh(xW + b), not tanh(xW + b).", function=np.sinh),
    slip("Your second output is arctan(xW + b), not tanh(xW + b).", function=np.arctan),
    slip("Your second output is arctanh(xW + b), not tanh(xW + b).", function=np.arctanh),
    slip("Your second output is exp(xW + b), not tanh(xW + b).", function=np.exp),
    slip("Your second output is softmax(xW + b), not tanh(xW + b).", function=softmax),
    slip("Your second output is xW + b cut off at 0 (relu), not tanh(xW + b).", function=lambda a: np.maximum(a, 0)),
    slip("Your second output is xW + b cut off at -1 and 1, not tanh(xW + b).", function=lambda a: np.clip(a, -1, 1)),
    slip("Your second output is tanh(tanh(xW + b)): one tanh is enough.", function=lambda a: np.tanh(np.tanh(a))),
    slip("Your second output is -tanh(xW + b): check its sign.", function=lambda a: -np.tanh(a)),
    slip("Your second output is 2 sigmoid(xW + b) - 1: tanh(a) is 2 sigmoid(2a) - 1.",
         function=lambda a: 2 * sigmoid(a) - 1),
    slip("Your outputs are tanh(xW + b) and its tanh: the first is xW + b.", lambda x, W, b: np.tanh(x @ W + b)),
    slip("Your second output is 1 - tanh(xW + b)^2, the slope of tanh.", function=lambda a: 1 - np.tanh(a) ** 2),
    slip("Your function uses xW: the bias b is missing.", lambda x, W, b: x @ W),
    slip("Your function uses xW - b: check the sign of b.", lambda x, W, b: x @ W - b),
    slip("Your function uses xW + 2b: b is added twice.", lambda x, W, b: x @ W + 2 * b),
    slip("Your function uses xW * b: the bias is added.", lambda x, W, b: (x @ W) * b),
    slip("Your function uses -xW + b: check the sign of xW.", lambda x, W, b: b - x @ W),
    slip("`T.dot(W, x)`, or `T.dot(x, W.T)`: W is n x k, so the product is T.dot(x, W).", lambda x, W, b: W @ x + b),
    slip("Your function uses the sum of xW + b: every output is a vector.", lambda x, W, b: np.asarray((x @ W + b).sum())),
    slip("Your function uses (x + b)W: b is added after the product.", lambda x, W, b: (x + b) @ W),
    slip("Your function uses tanh(x)W + b: tanh comes last.", lambda x, W, b: np.tanh(x) @ W + b),
    slip("Your outputs change places: xW + b comes first.", outputs=lambda x, W, b: layer(x, W, b)[::-1]),
    slip("Both of your outputs are tanh(xW + b): the first is xW + b.", outputs=lambda x, W, b: layer(x, W, b)[1:] * 2),
    slip("Your first output is xW: the bias b is missing there.", outputs=lambda x, W, b: (x @ W, layer(x, W, b)[1])),
    slip("Your second output is tanh(xW): the bias b is missing there.",
         outputs=lambda x, W, b: (layer(x, W, b)[0], np.tanh(x @ W))),
    slip("Your second output is tanh(xW) + b: b is added before tanh.",
         outputs=lambda x, W, b: (layer(x, W, b)[0], np.tanh(x @ W) + b)),
    slip("Your outputs are xW and tanh(xW) + b: b is added to xW, before tanh.",
         outputs=lambda x, W, b: (x @ W, np.tanh(x @ W) + b)),
    slip("Your outputs are the numbers of the example, whatever x, W and b are.",
         outputs=lambda x, W, b: tuple(map(np.asarray, tanh_layer.reference(*tanh_layer.EXAMPLE)))),
]  # fmt: skip
TRIED = [
    arrays(n, k, 1.0, seed, digits=None) for seed, (n, k) in enumerate([(2, 2), (3, 2), (2, 3), (4, 4), (5, 2), (3, 3)] * 3)
]


def likely_slip(cell, f):
    """The sentence of the slip that ``f`` shows; empty if it shows none."""

    def same(got, expected):
        return len(got) == len(expected) and all(
            one.shape == other.shape and np.allclose(one, other, 1e-4, 1e-5, equal_nan=True)
            for one, other in zip(got, expected)
        )

    return likely(SLIPS, TRIED, lambda x, W, b: tuple(call("f", f, x, W, b)), layer, same)
