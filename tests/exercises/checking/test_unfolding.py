"""Graphs that explode when they are unfolded are known before Theano's optimizer tries it."""

import time

import pytest
import theano
import theano.tensor as T

from exercises.checking.calls import compile_expression, unfolds_too_far

x, y = T.dscalars("x", "y")


def repeated(step, times):
    z = x + y
    for _ in range(times):
        z = step(z)
    return z


@pytest.mark.parametrize(
    ("outputs", "too_far"),
    [
        ([x], False),
        ([3 * x + x * y + 3 * y, T.tanh(x)], False),
        ([repeated(lambda z: z + 1, 590)], False),  # long, but no larger unfolded
        ([repeated(lambda z: z * z, 5)], False),
        ([repeated(lambda z: z * z, 10)], True),
        ([repeated(lambda z: z + z, 300)], True),
        ([x, repeated(lambda z: (z + z) / 2, 300)], True),
    ],
)
def test_what_grows_with_every_line_is_known(outputs, too_far):
    assert unfolds_too_far(outputs) is too_far


def test_such_an_expression_is_compiled_at_once_and_right():
    start = time.monotonic()
    with theano.configparser.change_flags(optimizer="fast_run"):
        function = compile_expression([x, y], repeated(lambda z: (z + z) / 2, 100))
    assert function(1.0, 6.0) == 7.0
    assert time.monotonic() - start < 10
