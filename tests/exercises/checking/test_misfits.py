"""The operation that refuses the shapes is named as its author wrote it; where it can't be, nothing is said."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises.checking.misfits import misfit

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")

x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
VALUES = [np.ones(shape, "float32") for shape in ((3,), (3, 2), (2,))]


@pytest.mark.parametrize(
    "expression, said",
    [
        (T.dot(W, x) + b, "In `T.dot(W, x)` the shapes do not fit: `W` has (3, 2), `x` has (3,)."),
        (T.tanh(T.dot(x, W.T)), "In `T.dot(x, W.T)` the shapes do not fit: `x` has (3,), `W.T` has (2, 3)."),
        (T.dot(x + b, W), "In `x + b` the shapes do not fit: `x` has (3,), `b` has (2,)."),
        (x * W + b, "In `x * W` the shapes do not fit: `x` has (3,), `W` has (3, 2)."),
        (T.dot(x, W) + b, ""),
        (T.dot(T.exp(b), W) + x, ""),
    ],
)
def test_the_first_operation_that_fails_is_named(expression, said):
    assert misfit(theano.function([x, W, b], expression, on_unused_input="ignore"), VALUES) == said


def test_a_variable_without_a_name_is_not_spoken_of():
    unnamed = T.fvector()
    assert misfit(theano.function([unnamed, W], T.dot(W, unnamed)), VALUES[:2]) == ""
