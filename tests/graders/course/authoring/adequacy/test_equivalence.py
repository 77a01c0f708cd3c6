"""Right answers of another form are equal to the master solution; wrong ones are not, and the missing check is named."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from graders.answers.format import Type
from graders.answers.theano_engine.dump import dump
from graders.course.authoring.adequacy.arguments import shapes
from graders.course.authoring.adequacy.equivalence import compare
from graders.course.authoring.adequacy.mutants import normal

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:theano")


def polynomial(formula, dtype="float64", **options):
    x, y = T.scalar("x", dtype=dtype), T.scalar("y", dtype=dtype)
    return normal(dump({"f": theano.function([x, y], formula(x, y), **options)}, ["f"]))


def right(x, y):
    return 3 * x + x * y + 3 * y


def layer(formula):
    x, W, b = T.fvector("x"), T.fmatrix("W"), T.fvector("b")
    return normal(dump({"f": theano.function([x, W, b], formula(x, W, b))}, ["f"]))


def tanh(x, W, b):
    return T.tanh(T.dot(x, W) + b)


def accumulator(
    update=lambda state, inc, calls: state + inc, second=lambda state, calls: 2 * state, dtype="int64", counts=False
):
    state, inc = theano.shared(np.int64(1), name="state"), T.scalar("inc", dtype=dtype)
    calls = theano.shared(np.int64(0), name="calls")
    updates = [(state, update(state, inc, calls))] + [(calls, calls + 1)] * counts
    function = theano.function([inc], [state, second(state, calls)], updates=updates, on_unused_input="ignore")
    return normal(dump({"accumulator": function, "state": state}, ["state", "accumulator"]))


@pytest.mark.parametrize(
    "other",
    [
        polynomial(lambda x, y: (x + 3) * (y + 3) - 9),
        polynomial(lambda x, y: y * 3 + x * (3 + y)),
        polynomial(lambda x, y: T.cast(right(x, y), "float32")),
    ],
)
def test_another_form_of_the_polynomial_is_equal(other):
    found = compare(polynomial(right), other)
    assert found.difference == "" and found.evaluations >= 40


@pytest.mark.parametrize(
    "formula",
    [
        lambda x, y: 3.001 * x + x * y + 3 * y,
        lambda x, y: right(x, y) + 0.001,
        lambda x, y: abs(right(x, y)),
        lambda x, y: T.clip(right(x, y), -1000, 1000),
        lambda x, y: 3 * T.clip(x, -1e10, 1e10) + x * y + 3 * y,
    ],
)
def test_another_polynomial_is_not_and_the_call_is_shown(formula):
    difference = compare(polynomial(right), polynomial(formula)).difference
    assert difference.startswith("No check tries such a call: f(") and "is right and this one gives" in difference


def test_tanh_by_exponentials_is_equal_and_by_sigmoid_alone_is_not():
    by_sigmoid = layer(lambda x, W, b: 2 * T.nnet.sigmoid(2 * (T.dot(x, W) + b)) - 1)
    assert compare(layer(tanh), by_sigmoid).difference == ""
    assert compare(layer(tanh), layer(lambda x, W, b: T.nnet.sigmoid(T.dot(x, W) + b))).difference


def test_a_difference_where_tanh_is_flat_is_no_rounding():
    zero_beyond = layer(lambda x, W, b: T.tanh(T.switch(abs(T.dot(x, W) + b) > 1e6, 0, T.dot(x, W) + b)).astype("float32"))
    assert compare(layer(tanh), zero_beyond).difference


def test_lengths_that_must_be_equal_are_found_out():
    vector, matrix = Type("tensor", "float32", (False,)), Type("tensor", "float32", (False, False))

    def fits(given):
        x, W, b = given
        return x.shape[0] == W.shape[0] and W.shape[1] == b.shape[0]

    assert shapes([vector, matrix, vector], fits) == [[(0,), (0, 1), (1,)]]


def test_an_answer_for_square_matrices_only_is_different():
    assert "raises ValueError" in compare(layer(tanh), layer(lambda x, W, b: tanh(x, W.T, b))).difference


@pytest.mark.parametrize(
    "formula", [lambda x, W, b: tanh(x[:40], W[:40], b), lambda x, W, b: T.set_subtensor(tanh(x, W, b)[40:], 0)]
)
def test_an_answer_that_is_wrong_for_many_entries_only_is_different(formula):
    assert "No check tries such a call" in compare(layer(tanh), layer(formula)).difference


def test_whole_numbers_must_be_equal_digit_for_digit():
    through_float = accumulator(lambda state, inc, calls: (state.astype("float64") + inc).astype("int64"))
    assert "No check looks at the value of state after accumulator(" in compare(accumulator(), through_float).difference
    assert compare(accumulator(), accumulator(lambda state, inc, calls: inc + state)).difference == ""


def test_a_missing_update_is_seen():
    assert "value of state after" in compare(accumulator(), accumulator(lambda state, inc, calls: state)).difference


def test_a_function_that_wears_out_after_a_thousand_calls_is_seen():
    worn = accumulator(second=lambda state, calls: T.switch(calls < 1000, 2 * state, 0), counts=True)
    assert "1001 times in a row" in compare(accumulator(), worn).difference
    counting = compare(accumulator(), accumulator(counts=True))
    assert (counting.difference, counting.notes) == ("", ["accumulator changes a variable that nothing depends on"])


def test_a_narrower_type_of_the_same_kind_is_noted_and_another_kind_is_a_difference():
    assert "int32 in place of int64" in "".join(compare(accumulator(), accumulator(dtype="int32")).notes)
    assert compare(polynomial(right), polynomial(right, "float32")).difference == ""
    assert "int64 passes for float64" in compare(polynomial(right), polynomial(right, "int64")).difference
