"""Loops of every kind, and inputs that they take."""

import numpy as np
import theano
import theano.tensor as T
from theano.scan_module import until

x, y = T.dscalars("x", "y")
v, m, n = T.dvector("v"), T.dmatrix("m"), T.lscalar("n")
SAMPLES = {"x": 1.5, "y": 2.0, "v": np.array([1.0, 2.0, 4.0]), "m": np.arange(6.0).reshape(2, 3), "n": 4}
ZERO = np.float64(0)


def loop(step, *sequences, start=None, **more):
    return theano.scan(step, list(sequences), start, **more)[0]


def sums(row):
    """The sum of a vector, by a loop."""
    return loop(lambda entry, total: total + entry, row, start=ZERO)[-1]


LOOPS = {
    "powers": lambda: loop(lambda power, base: power * base, start=T.ones_like(x), non_sequences=x, n_steps=n),
    "several steps back": lambda: loop(lambda a, b: a + 2 * b, start=[{"initial": v, "taps": [-3, -1]}], n_steps=n),
    "several sequences": lambda: loop(lambda a, b, c: a * b - c, {"input": v, "taps": [0, 1]}, m.sum(axis=0)),
    "several outputs": lambda: loop(lambda a, p, q: [p + a, q * p, a], v, start=[x, y, None]),
    "only the index": lambda: loop(lambda i: i**2, T.arange(n)),
    "a condition": lambda: loop(lambda a: (2 * a, until(a > 10)), start=x, n_steps=100),
    "backwards": lambda: loop(lambda a, b: a - b, v, start=x, go_backwards=True),
    "map": lambda: theano.map(lambda row, factor: row.sum() * factor, m, x)[0],
    "reduce": lambda: theano.reduce(lambda a, b: a * x + b, v, ZERO)[0],
    "foldl": lambda: theano.foldl(lambda a, b: a - b, v, ZERO)[0],
    "foldr": lambda: theano.foldr(lambda a, b: a - b, v, ZERO)[0],
    "a loop in a loop": lambda: loop(sums, m),
    "jacobian": lambda: T.jacobian(v**2 * x, v),
    "hessian": lambda: T.hessian((v**3).sum(), v),
}
