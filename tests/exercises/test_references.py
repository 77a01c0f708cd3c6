"""The NumPy references and tolerances of the three exercises, against values worked out by hand or in exact arithmetic."""

from fractions import Fraction

import numpy as np
import pytest
import theano
import theano.tensor as T
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import accumulator, polynomial, tanh_layer

EXACT = settings(derandomize=True, database=None, deadline=None)
reals = st.floats(-1e7, 1e7, width=32)


@pytest.mark.parametrize(("arguments", "value"), polynomial.EXAMPLES)
def test_the_polynomial_has_the_values_of_the_task(arguments, value):
    assert polynomial.reference(*arguments) == value


SYMBOLS = (T.dscalar("x"), T.lscalar("n"), T.constant(1), theano.shared(1), T.fvector("v"), T.fmatrix("W"))


@pytest.mark.parametrize("symbol", [*SYMBOLS, *(np.array(symbol, dtype=object) for symbol in SYMBOLS[:4])], ids=repr)
def test_a_reference_is_no_way_to_build_the_answer(symbol):
    number = np.ones(1, "float32")
    for module in (polynomial, accumulator, tanh_layer):
        ones = (number, number.reshape(1, 1), number) if module is tanh_layer else (1, 1)
        module.reference(*ones)
        for place in range(len(ones)):
            with pytest.raises(TypeError):
                module.reference(*ones[:place], symbol, *ones[place + 1 :])


@EXACT
@given(x=reals, y=reals)
def test_right_float32_forms_stay_within_the_tolerance(x, y):
    exact = 3 * Fraction(x) + Fraction(x) * Fraction(y) + 3 * Fraction(y)
    a, b = np.float32(x), np.float32(y)
    three, nine = np.float32(3), np.float32(9)
    for form in (three * a + a * b + three * b, (a + three) * (b + three) - nine, three * (a + b) + a * b):
        assert abs(Fraction(float(form)) - exact) <= Fraction(polynomial.tolerance(x, y))


@EXACT
@given(x=reals, y=reals)
def test_a_tolerance_is_never_wide_enough_for_a_wrong_coefficient(x, y):
    if abs(x) > 1e-3:
        assert abs(polynomial.reference(x, y) - (polynomial.reference(x, y) - x)) > polynomial.tolerance(x, y) or (
            abs(x) < 1e-4 * (abs(x * y) + abs(3 * y) + 9)
        )


def test_the_layer_has_the_values_of_the_tutorial():
    activation, output = tanh_layer.reference(*tanh_layer.EXAMPLE)
    assert activation == pytest.approx([0.21, 0.07], abs=1e-7)
    assert output == pytest.approx([0.20696652, 0.06988589], abs=1e-7)


@EXACT
@given(n=st.integers(1, 8), k=st.integers(1, 8), scale=st.sampled_from([0.01, 1.0, 30.0, 1e4]), seed=st.integers(0, 999))
def test_float32_layers_stay_within_the_tolerance(n, k, scale, seed):
    random = np.random.RandomState(seed)
    x, W, b = (random.uniform(-scale, scale, shape).astype("float32") for shape in (n, (n, k), k))
    activation = x @ W + b
    exact, allowed = tanh_layer.reference(x, W, b), tanh_layer.tolerances(x, W, b)
    assert activation.dtype == np.float32
    assert (np.abs(activation - exact[0]) <= allowed[0]).all()
    assert (np.abs(np.tanh(activation) - exact[1]) <= allowed[1]).all()


def test_the_accumulator_has_the_values_of_the_task():
    state = accumulator.INIT_VALUE
    for inc, expected in accumulator.EXAMPLES:
        returned, state = accumulator.reference(state, inc)
        assert returned == expected
