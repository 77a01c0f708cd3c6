"""A slip is named where the answer computes what it says, and nowhere else."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises import CheckFailed, accumulator, polynomial, tanh_layer
from graders.checks import test_accumulator, test_polynomial, test_tanh_layer
from graders.checks.slips import Slip, likely
from graders.judge.inside import hidden_check

pytestmark = pytest.mark.filterwarnings("ignore")

CHECKS = {"polynomial": test_polynomial, "tanh_layer": test_tanh_layer, "accumulator": test_accumulator}
x, y = T.dscalars("x", "y")
v, M, w = T.fvector("v"), T.fmatrix("M"), T.fvector("w")
inc = T.lscalar("inc")
A = T.dot(v, M) + w


def scalar(z):
    return theano.function([x, y], z, on_unused_input="ignore")


def layer(*outputs):
    return theano.function([v, M, w], list(outputs), on_unused_input="ignore")


def slip_of_accumulator(outputs, update):
    state = theano.shared(1, name="state")
    function = theano.function([inc], outputs(state), updates=[(state, update(state))], on_unused_input="ignore")
    return test_accumulator.likely_slip("returns", function, state)


@pytest.mark.parametrize("exercise", CHECKS)
def test_every_exercise_has_at_least_a_dozen_slips_that_differ(exercise):
    module = CHECKS[exercise]
    named = [(row if isinstance(row, Slip) else Slip(row[0], row[2])) for row in module.SLIPS]
    assert len({slip.sentence for slip in named}) == len(named) >= 12


@pytest.mark.parametrize(
    ("z", "sentence"),
    [
        (3 * x + x * y + 3 * x, "Your function equals 3x + xy + 3x: check the last term."),
        (3 * (x + x * y + y), "Your function equals 3x + 3xy + 3y: xy has no factor."),
        (3 * x + 3 * y, "Your function equals 3x + 3y: the term xy is missing."),
        (3 * x + x**y + 3 * y, "Your function equals 3x + x^y + 3y: ** is a power."),
        (T.constant(7.0), "Your function equals 7 whatever x and y are: that is the first example only."),
        (3 * x + x * y + 3 * y, ""),
        ((x + 3) * (y + 3) - 9, ""),
        (3 * x + x * y + 3.1 * y, ""),
    ],
)
def test_slips_of_the_polynomial(z, sentence):
    assert test_polynomial.likely_slip("values", scalar(z)) == sentence


def test_the_expression_of_the_polynomial_is_tried_where_it_is_checked():
    right, wrong = 3 * x + x * y + 3 * y, 3 * x - x * y + 3 * y
    sentence = "Your expression equals 3x - xy + 3y: check the sign of xy."
    assert test_polynomial.likely_slip("graph", scalar(right), wrong) == sentence
    assert test_polynomial.likely_slip("graph", scalar(wrong), right) == ""


def test_whole_number_inputs_are_seen_as_such():
    a, b = T.lscalars("a", "b")
    f = theano.function([a, b], 3 * a + a * b + 3 * b)
    assert "cut to whole numbers" in test_polynomial.likely_slip("values", f)


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        ((A, T.nnet.sigmoid(A)), "sigmoid(xW + b), not tanh"),
        ((A, A), "tanh is missing"),
        ((T.dot(v, M), T.tanh(T.dot(v, M))), "the bias b is missing"),
        ((T.dot(M, v) + w, T.tanh(T.dot(M, v) + w)), "`T.dot(W, x)`"),
        ((T.tanh(A), A), "change places"),
        ((A, T.tanh(T.dot(v, M)) + w), "b is added before tanh"),
        ((A, T.tanh(A)), ""),
        ((A, 2 * T.nnet.sigmoid(2 * A) - 1), ""),
        ((A, T.tanh(A) + 0.1), ""),
        ((A,), ""),
    ],
)
def test_slips_of_the_layer(outputs, words):
    found = test_tanh_layer.likely_slip("values", layer(*outputs))
    assert words in found and bool(words) == bool(found)


@pytest.mark.parametrize(
    ("outputs", "update", "words"),
    [
        (lambda s: [s + inc, 2 * (s + inc)], lambda s: s + inc, "the state after the update"),
        (lambda s: [s, 2 * s], lambda s: s + 2 * inc, "adds 2 * inc"),
        (lambda s: [s, 2 * s], lambda s: T.cast(T.cast(s + inc, "int32"), "int64"), "goes through int32"),
        (lambda s: [s, s**2], lambda s: s + inc, "squared"),
        (lambda s: [s, 2 * s], lambda s: s + inc, ""),
        (lambda s: [s, 2 * s], lambda s: s + inc + 17, ""),
        (lambda s: [s], lambda s: s + inc, ""),
    ],
)
def test_slips_of_the_accumulator(outputs, update, words):
    found = slip_of_accumulator(outputs, update)
    assert words in found and bool(words) == bool(found)


def test_a_right_answer_in_another_type_shows_no_slip():
    state = theano.shared(np.int32(1), name="state")
    small = T.iscalar()
    function = theano.function([small], [state, 2 * state], updates=[(state, state + small)])
    assert test_accumulator.likely_slip("updates", function, state) == ""


def test_the_right_formulas_are_those_of_the_references():
    for parts in test_tanh_layer.TRIED:
        for one, other in zip(test_tanh_layer.layer(*parts), tanh_layer.reference(*parts)):
            assert np.allclose(one, other)
    assert polynomial.reference(2.0, 3.0) == 21.0 and accumulator.reference(3, 2) == ((3, 6), 5)


def test_where_an_answer_fails_its_slip_must_fail_too():
    slips = [Slip("halves", lambda n: 1 / (n - 3)), Slip("doubles", lambda n: 2 * n)]
    inputs = [(n,) for n in range(12)]
    right, same = (lambda n: n), (lambda one, other: one == other)
    assert likely(slips, inputs, lambda n: 1 / (n - 3), right, same) == "halves"
    assert likely(slips, inputs, lambda n: 1 / (n - 3) if n else 1 / 0, right, same) == ""
    assert likely(slips, inputs, lambda n: 2 * n if n < 3 else 1 / 0, right, same) == ""


def test_the_slip_is_the_hint_of_the_verdict():
    with pytest.raises(CheckFailed) as caught:
        hidden_check.check("polynomial", "values", f=scalar(3 * x - x * y + 3 * y))
    assert caught.value.hint == "Your function equals 3x - xy + 3y: check the sign of xy."
    with pytest.raises(CheckFailed) as caught:
        hidden_check.check("polynomial", "values", f=3)
    assert caught.value.hint == ""
