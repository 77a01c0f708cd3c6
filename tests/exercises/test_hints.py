"""A hint applies to the mistake that was made, and a counterexample shows a call that can be made."""

import numpy as np
import pytest
import theano
import theano.tensor as T

from exercises import CheckFailed, accumulator, check, polynomial, tanh_layer
from graders.checks import test_accumulator, test_polynomial, test_tanh_layer

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
            "W must be a float32 matrix; yours is a float32 column, a matrix of one column",
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


@pytest.mark.parametrize(
    ("names", "call"),
    [
        (("x", "y"), "z.eval({x: 0, y: 0})"),
        (("y", "x"), "z.eval({y: 0, x: 0})"),
        (("a_1", "B"), "z.eval({a_1: 0, B: 0})"),
        ((None, None), "z at (0, 0)"),
        (("x", None), "z at (0, 0)"),
        (("x", "x"), "z at (0, 0)"),
        (("x", "is"), "z at (0, 0)"),
        (("x", "y: 1}) or ({x"), "z at (0, 0)"),
    ],
)
def test_a_value_of_z_is_shown_as_code_if_its_inputs_have_names(names, call):
    a, b = map(T.dscalar, names)
    z = T.opt.Assert("no")(3 * a + a * b + 3 * b, T.gt(a, 0))
    failed = failure(test_polynomial.test_graph, theano.function([a, b], z), z)
    assert failed.counterexample.call == call


@pytest.mark.parametrize(
    ("order", "where", "call"), [("xy", 0.1, "z.eval({x: 0.1, y: np.float32(-0.7)})"), ("yx", 2, "z.eval({y: -1, x: 2})")]
)
def test_every_input_of_z_is_shown_with_its_own_value(order, where, call):
    declared = {"x": T.dscalar("x"), "y": T.fscalar("y")}
    a, b = declared.values()
    z = T.switch(T.eq(a, where), a, 3 * a + a * b + 3 * b)
    function = theano.function([declared[name] for name in order], z)
    example = failure(test_polynomial.test_graph, function, z).counterexample
    assert (example.call, example.got) == (call, str(where))
    assert eval(example.call, {"z": z, "np": np, **declared}) == where


@pytest.mark.parametrize(
    ("declare", "arguments", "shown"),
    [
        (T.dscalars, (0.1, -0.7), ("f(0.1, -0.7)", "-1.87", "0.1")),
        (T.fscalars, (0.1, -0.7), ("f(np.float32(0.1), np.float32(-0.7))", "-1.87", "0.1")),
        (T.dscalars, (1e12, 0.5), ("f(1000000000000, 0.5)", "3500000000000", "1000000000000")),
    ],
)
def test_numbers_are_shown_with_the_digits_that_they_have(declare, arguments, shown):
    a, b = declare("a", "b")
    failed = failure(polynomial.compare, theano.function([a, b], a + 0 * b), *arguments)
    example = failed.counterexample
    assert (example.call, example.expected, example.got) == (shown[0], shown[1], shown[2])


def test_a_layer_is_shown_at_the_precision_of_its_check():
    z = T.dot(v, M) + w
    shown = [
        failure(tanh_layer.compare, theano.function([v, M, w], outputs), which, *tanh_layer.EXAMPLE).counterexample
        for outputs, which in (([z + np.float32([0.09, 0]), T.tanh(z)], 0), ([z, z], 1), ([z], 1), ([z, z, T.tanh(z)], 0))
    ]
    assert {example.call for example in shown} == {
        "f(np.float32([0.1, 0.2, 0.3]), np.float32([[0.1, -0.2], [-0.4, 0.5], [0.6, -0.7]]), np.float32([0.1, 0.2]))"
    }
    assert [(example.expected, example.got) for example in shown] == [
        ("[0.21, 0.07]", "[0.3, 0.07]"),
        ("[0.2069665, 0.069886]", "[0.21, 0.07]"),
        ("a list of 2: [[0.21, 0.07], [0.2069665, 0.0698859]]", "a list of 1: [[0.21, 0.07]]"),
        (
            "a list of 2: [[0.21, 0.07], [0.2069665, 0.0698859]]",
            "a list of 3: [[0.21, 0.07], [0.21, 0.07], [0.2069665, 0.0698859]]",
        ),
    ]


def test_counterexamples_of_wide_layers_are_short():
    shown = []

    def compare(*arrays):
        if len(arrays[0]) > 10:
            shown.append(failure(tanh_layer.compare, layer([v, M, w], T.dot(v[:8], M[:8])[:8] + w[:8]), 0, *arrays))

    test_tanh_layer.everywhere(compare)
    assert len(shown) >= 2
    for failed in shown:
        assert len(failed.counterexample.call) <= 400
    assert shown[0].counterexample.call == (
        'f(np.full(17, 1, "float32"), np.full((17, 33), 1, "float32"), np.full(33, 1, "float32"))'
    )


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


@pytest.mark.parametrize(
    ("outputs", "update", "call", "expected", "got"),
    [
        ("[s + i, 2 * s]", "s + i", "state.set_value(1); accumulator(1)", "[1, 2]", "[2, 2]"),
        ("[s, 2 * s]", "s + 2 * i", "state.set_value(1); accumulator(1); accumulator(1)", "[2, 4]", "[3, 6]"),
        ("[s, 2 * s]", "s + s", "state.set_value(1); accumulator(1); accumulator(1); accumulator(1)", "[3, 6]", "[4, 8]"),
        ("s", "s + i", "state.set_value(1); accumulator(1)", "a list of 2: [1, 2]", "one number, 1"),
    ],
)
def test_the_calls_of_an_accumulator_are_shown_from_a_state_that_is_set(outputs, update, call, expected, got):
    state = theano.shared(1, name="state")
    outputs, update = (eval(code, {"s": state, "i": inc}) for code in (outputs, update))
    function = theano.function([inc], outputs, updates=[(state, update)], on_unused_input="ignore")
    example = failure(accumulator.check_examples, function, state).counterexample
    assert (example.call, example.expected, example.got) == (call, expected, got)


def test_earlier_calls_are_shown_where_they_may_matter():
    state, calls = theano.shared(1, name="state"), theano.shared(0, name="calls")
    step = theano.In(inc, strict=True)
    updates = [(state, T.switch(T.eq(calls, 2), 0, state + inc)), (calls, calls + 1)]
    function = theano.function([step], [state, 2 * state], updates=updates)
    with pytest.raises(CheckFailed) as caught:
        test_accumulator.test_updates(function, state)
    example = caught.value.counterexample
    assert example.call.count("accumulator(np.array(") == 3 and "; state.get_value()" in example.call
    assert example.call.startswith("state.set_value(") and example.got == "0"
    *statements, last = example.call.split("; ")
    calls.set_value(0)
    names = {"state": state, "accumulator": function, "np": np}
    exec("; ".join(statements), names)
    assert str(eval(last, names)) == example.got


def test_the_state_that_a_function_does_not_know_is_named_wherever_it_shows(capsys):
    state = theano.shared(1, name="state")
    function = theano.function([inc], [state, 2 * state], updates=[(state, state + inc)])
    function(1)
    with pytest.raises(CheckFailed) as caught:
        check("accumulator", "examples", accumulator=function, state=theano.shared(1, name="state"))
    assert "another shared variable that is called `state`" in caught.value.hint
    assert capsys.readouterr().out == ""
