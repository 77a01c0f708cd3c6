"""A hint applies to the mistake that was made, and a counterexample shows a call that can be made."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises import CheckFailed, accumulator, check, polynomial, tanh_layer
from graders.checks import test_polynomial, test_tanh_layer

pytestmark = pytest.mark.filterwarnings("ignore")

x, y = T.dscalars("x", "y")
v, M, w = T.fvector("v"), T.fmatrix("M"), T.fvector("w")
inc = T.lscalar("inc")
Z = 3 * x + x * y + 3 * y


def failure(check, *answers):
    with pytest.raises(CheckFailed) as caught:
        check(*answers)
    return caught.value


def layer(inputs, activation):
    return theano.function(inputs, [activation, T.tanh(activation)], on_unused_input="ignore")


@pytest.mark.parametrize(
    ("inputs", "words", "hint"),
    [
        ([v, w, M], "W must be a float32 matrix; yours is a float32 vector", tanh_layer.DECLARE),
        ([M, v, w], "x must be a float32 vector; yours is a float32 matrix", tanh_layer.DECLARE),
        ([v, T.dmatrix(), w], "W must be a float32 matrix; yours is a float64 matrix", tanh_layer.DECLARE),
        (
            [v, T.fcol(), w],
            "W must be a float32 matrix; yours is a float32 matrix that must have length 1 in dimension 2",
            tanh_layer.DECLARE,
        ),
        (
            [T.TensorType("float32", (True,))(), M, w],
            "yours is a float32 vector that must have length 1 in dimension 1",
            tanh_layer.DECLARE,
        ),
        ([v, M, T.ivector()], "b must be a float32 vector; yours is an int32 vector", tanh_layer.DECLARE),
    ],
)
def test_what_is_wrong_with_the_inputs_of_the_layer_is_said(inputs, words, hint):
    failed = failure(tanh_layer.check_function, layer(inputs, T.constant([1.0])))
    assert words in failed.reason and failed.hint == hint


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (T.dvector(), "a float64 vector"), (T.ivector(), "an int32 vector"), (T.cvector(), "a complex64 vector"),
        (T.TensorType("float16", (False,))(), "a float16 vector"), (T.dmatrix(), "a float64 matrix"),
    ],
)  # fmt: skip
def test_outputs_of_another_type_are_told_which_without_a_guess_why(output, words):
    failed = failure(tanh_layer.check_dtype, theano.function([output], [output, output]))
    assert failed.reason == f"The first output of `f` must be a float32 vector; yours is {words}."
    assert failed.hint == ""


@pytest.mark.parametrize("dtype", ["int32", "bool", "float16", "complex64"])
def test_inputs_that_would_change_the_data_are_said_before_the_call(dtype):
    inputs = [T.TensorType(dtype, (False,) * dimensions)() for dimensions in (1, 2, 1)]
    f = layer(inputs, T.dot(inputs[0], inputs[1]))
    failed = failure(tanh_layer.check_examples, f)
    assert f" {dtype} vector" in failed.reason and failed.counterexample is None


@pytest.mark.parametrize(
    ("inputs", "hint"),
    [
        ((T.lscalar(), y), "Use T.dscalar or T.fscalar: they take fractions too."),
        ((x, T.dvector()), polynomial.DECLARE_REALS),
        ((x, T.zscalar()), polynomial.DECLARE_REALS),
        ((T.scalar(dtype="float16"), y), polynomial.DECLARE_REALS),
    ],
)
def test_only_whole_numbers_are_told_of_fractions(inputs, hint):
    f = theano.function(list(inputs), T.constant(1.0), on_unused_input="ignore")
    assert failure(polynomial.check_function, f).hint == hint


def test_a_z_that_is_no_scalar_is_told_what_it_is():
    for z in (T.stack([3 * x, x * y, 3 * y]), 3 * T.dvector() + y):
        failed = failure(polynomial.require_expression, z)
        assert (failed.reason, failed.hint) == ("`z` must be a scalar; yours is a float64 vector.", "")


@pytest.mark.parametrize(
    ("output", "words", "hint"),
    [
        (3 * x, "yours ignores input 2.", "Compile the expression z."),
        (T.constant(7.0), "yours ignores input 1 and input 2.", "Compile the expression z, not a number."),
    ],
)
def test_an_input_that_f_ignores_is_named(output, words, hint):
    f = theano.function([x, y], output, on_unused_input="ignore")
    failed = failure(test_polynomial.test_graph, f, Z)
    assert failed.reason.endswith(words) and failed.hint == hint


@pytest.mark.parametrize(
    ("dtype", "words"), [("uint8", "can't hold -3."), ("bool", "can't hold 1."), ("complex128", "can't hold 1.")]
)
def test_an_example_that_an_input_can_not_hold_is_no_example(dtype, words):
    a, b = T.scalar(dtype=dtype), T.scalar(dtype=dtype)
    failed = failure(polynomial.check_examples, theano.function([a, b], 3 * a + a * b + 3 * b))
    assert failed.reason.endswith(words)


def test_a_call_of_z_is_not_shown_as_one_that_could_be_made():
    z = T.opt.Assert("no")(Z, T.gt(x, 0))
    failed = failure(test_polynomial.test_graph, theano.function([x, y], z), z)
    assert failed.counterexample.call == "z at (0, 0)"


@pytest.mark.parametrize(
    ("declare", "arguments", "shown"),
    [
        (T.dscalars, (0.1, -0.7), ("f(0.1, -0.7)", "-1.87", "0.1")),
        (T.fscalars, (0.1, -0.7), ("f(0.1, -0.7)", "-1.87", "0.1")),
        (T.dscalars, (1e12, 0.5), ("f(1000000000000, 0.5)", "3500000000000", "1000000000000")),
    ],
)
def test_numbers_are_shown_with_the_digits_that_they_have(declare, arguments, shown):
    a, b = declare("a", "b")
    failed = failure(polynomial.compare, theano.function([a, b], a + 0 * b), *arguments)
    example = failed.counterexample
    assert (example.call, example.expected, example.got) == (shown[0], shown[1], shown[2])


def test_a_difference_in_the_last_digits_is_shown():
    failed = failure(polynomial.fail_number, "no", "f(1, 1)", 7.0, np.float64(7.00000000001))
    assert (failed.counterexample.expected, failed.counterexample.got) == ("7", "7.00000000001")
    failed = failure(polynomial.fail_number, "no", "f(1, 1)", 7.00000000001, np.float64(7.0))
    assert (failed.counterexample.expected, failed.counterexample.got) == ("7.00000000001", "7")


def test_counterexamples_of_wide_layers_are_short():
    shown = []

    def compare(*arrays):
        if len(arrays[0]) > 10:
            shown.append(failure(tanh_layer.compare, layer([v, M, w], T.dot(v[:8], M[:8])[:8] + w[:8]), 0, *arrays))

    test_tanh_layer.everywhere(compare)
    assert len(shown) >= 2
    for failed in shown:
        assert len(failed.counterexample.call) <= 400
    assert shown[0].counterexample.call == "f(np.full(17, 1), np.full((17, 33), 1), np.full(33, 1))"


@pytest.mark.parametrize("dtype", ["uint8", "uint64", "bool", "float64"])
def test_an_increment_that_is_not_signed_is_said_to_be(dtype):
    state = theano.shared(1, name="state")
    step = T.scalar(dtype=dtype)
    function = theano.function([step], [state, 2 * state], updates=[(state, T.cast(state + step, "int64"))])
    failed = failure(accumulator.check_function, function, state)
    assert failed.reason.endswith("it must be one signed integer scalar, inc.") and "T.lscalar" in failed.hint


def test_everything_is_as_it_was_after_the_public_examples():
    state, calls = theano.shared(5, name="state"), theano.shared(2, name="calls")
    updates = [(state, state + inc), (calls, calls + 1)]
    function = theano.function([inc], [state, 2 * state], updates=updates)
    accumulator.check_examples(function, state)
    assert (state.get_value(), calls.get_value()) == (5, 2)


def test_a_copy_of_a_function_updates_the_same_state():
    state = theano.shared(1, name="state")
    copied = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)]).copy()
    assert accumulator.hint_for_updates(copied, state) == ""
    assert accumulator.changed_besides(copied, state) == []
    accumulator.check_examples(copied, state)


def test_the_state_that_a_function_does_not_know_is_named_wherever_it_shows(capsys):
    state = theano.shared(1, name="state")
    function = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
    function(1)
    with pytest.raises(CheckFailed) as caught:
        check("accumulator", "examples", accumulator=function, state=theano.shared(1, name="state"))
    assert "another shared variable that is called `state`" in caught.value.hint
    assert capsys.readouterr().out == ""
