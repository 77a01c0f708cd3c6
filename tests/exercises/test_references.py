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
far = st.floats(-(2.0**127), 2.0**127, width=32)


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
@given(x=far, y=far)
def test_products_made_of_squares_in_float64_stay_within_the_tolerance(x, y):
    exact = 3 * Fraction(x) + Fraction(x) * Fraction(y) + 3 * Fraction(y)
    for form in ((x + y + 3) ** 2 / 2 - x**2 / 2 - y**2 / 2 - 4.5, ((x + y + 6) ** 2 - (x - y) ** 2) / 4 - 9):
        assert abs(Fraction(form) - exact) <= Fraction(polynomial.tolerance(x, y))


@pytest.mark.parametrize(
    ("got", "x", "y", "right"),
    [
        (np.inf, 2.0**31, 1.0, False),
        (np.nan, 1.0, 1.0, False),
        (np.inf, 1e11, 1e11, True),
        (np.float32(1e36), 1e18, 1e18, True),
        (np.float32(1.01e36), 1e18, 1e18, False),
        (np.finfo("float32").max, 2e38, 2e38, False),
        (4e76, 2e38, 2e38, True),
        (3e12, 1e12, 0.0, True),
        (1e10, 1e12, 0.0, False),
    ],
)
def test_what_may_overflow_is_not_wrong_and_a_number_must_be_right(got, x, y, right):
    assert polynomial.agrees(got, x, y) == right


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


@pytest.mark.parametrize(("n", "k", "scale"), [(300, 2, 0.3), (2, 300, 0.3), (300, 30, 1e4)])
def test_sums_of_many_terms_stay_within_the_tolerance_in_any_order(n, k, scale):
    random = np.random.RandomState(n)
    x, W, b = (random.uniform(-scale, scale, shape).astype("float32") for shape in (n, (n, k), k))
    exact, allowed = tanh_layer.reference(x, W, b), tanh_layer.tolerances(x, W, b)
    terms = x[:, None] * W
    for terms_of_one_sum in (terms, terms[::-1], np.sort(terms, axis=0), np.sort(terms, axis=0)[::-1]):
        activation = b.copy()
        for row in terms_of_one_sum:
            activation += row
        for form in (np.tanh(activation), np.float32(1) - 2 / (np.exp(np.minimum(2 * activation, 80)) + np.float32(1))):
            assert form.dtype == np.float32 and (np.abs(form - exact[1]) <= allowed[1]).all()
        assert (np.abs(activation - exact[0]) <= allowed[0]).all()


def test_the_accumulator_has_the_values_of_the_task():
    state = accumulator.INIT_VALUE
    for inc, expected in accumulator.EXAMPLES:
        returned, state = accumulator.reference(state, inc)
        assert returned == expected
