"""The judge's cell runner in this process, on answers dumped from real Theano objects."""

import json

import numpy as np
import pytest
import theano
import theano.tensor as T

from graders.answers.format import VERSION, AnswersError
from graders.answers.theano_engine.dump import dump
from graders.answers.wire import to_json
from graders.judge.inside.cell import judge_cell, rebuilt
from graders.judge.request import Request, names_needed
from graders.records.verdict import Cause, Outcome

pytestmark = pytest.mark.filterwarnings("ignore")  # Theano 1.0.5 uses what NumPy and setuptools have deprecated

HIDDEN = 'from graders import check\ncheck("polynomial", "{}", {})\n'


def grade(cell, namespace, arguments="f=f", source=None):
    source = HIDDEN.format(cell, arguments) if source is None else source
    message = json.loads(json.dumps(to_json(dump(namespace, names_needed(source)))))
    return judge_cell(Request(cell, source, 4.0, message))


@pytest.fixture
def polynomial():
    x, y = T.dscalars("x", "y")
    z = 3 * x + x * y + 3 * y
    return {"x": x, "y": y, "z": z, "f": theano.function([x, y], z)}


def test_a_right_answer_passes_with_the_sentence_of_the_check(polynomial):
    verdict = grade("values", polynomial)
    assert (verdict.outcome, verdict.points) == (Outcome.PASSED, 4.0)
    assert verdict.description == "`f(x, y)` is 3x + xy + 3y for all real x and y."


def test_a_wrong_answer_fails_with_a_counterexample_that_is_true(polynomial):
    x, y = polynomial["x"], polynomial["y"]
    polynomial["f"] = theano.function([x, y], 3 * x + x * y - 3 * y)
    verdict = grade("values", polynomial)
    assert (verdict.outcome, verdict.points) == (Outcome.FAILED, 0.0)
    shown = verdict.counterexample
    assert (shown.call, shown.expected, shown.got) == ("f(0, 1)", "3", "-3")
    assert verdict.description == "`f(x, y)` is 3x + xy + 3y for all real x and y."


def test_an_undefined_name_is_named():
    verdict = grade("graph", {}, "f=f, z=z")
    assert verdict.outcome is Outcome.NOT_RUN
    assert verdict.reason == "`f` and `z` are not defined when this cell is reached."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (lambda x, y: 7, "`f` is a Python lambda, not a compiled Theano function."),
        (np.add, "`f` is a NumPy function, not a compiled Theano function."),
        (7, "`f` is the number 7, not a compiled Theano function."),
        (T.dscalar("x"), "`f` is a symbolic Theano expression, not a compiled Theano function."),
    ],
)
def test_what_is_no_function_is_called_by_its_name(value, sentence):
    verdict = grade("function", {"f": value})
    assert (verdict.outcome, verdict.reason) == (Outcome.FAILED, sentence)


def test_an_unknown_operation_goes_to_a_person(polynomial):
    op = theano.compile.ops.FromFunctionOp(lambda a: a, [T.dscalar], [T.dscalar], None)
    polynomial["f"] = theano.function([polynomial["x"]], op(polynomial["x"]))
    verdict = grade("function", polynomial)
    assert (verdict.outcome, verdict.points) == (Outcome.GRADER_ERROR, 0.0)
    assert "FromFunctionOp" in verdict.reason and verdict.cause is Cause.UNKNOWN


@pytest.mark.parametrize(
    "source",
    [
        "pass",  # no check ran
        'from exercises import check\ncheck("polynomial", "function", f=f)',  # the public one only
        "1 / 0",
        'from graders import check\ncheck("polynomial", "no_such_cell", f=f)',
        'from graders import check\ncheck("no_such_exercise", "values", f=f)',
        'from graders import check\ncheck("polynomial", "values", g=f)',  # a fixture that the test does not have
        "this is no Python",
    ],
)
def test_our_own_mistakes_never_give_points_and_never_show(polynomial, source):
    message = to_json(dump(polynomial, ["f"]))
    verdict = judge_cell(Request("values", source, 4.0, message))
    assert (verdict.outcome, verdict.points, verdict.cause) == (Outcome.GRADER_ERROR, 0.0, Cause.GRADER_FAILED)
    assert verdict.reason.startswith("The grader itself failed")
    assert verdict.detail and "Traceback" not in verdict.reason


@pytest.mark.parametrize("message", [{}, [], "text", 7, {"version": VERSION}, {"version": VERSION + 1, "nodes": []}, None])
def test_an_unreadable_message_goes_to_a_person(message):
    verdict = judge_cell(Request("values", HIDDEN.format("values", "f=f"), 4.0, message))
    assert (verdict.outcome, verdict.points, verdict.cause) == (Outcome.GRADER_ERROR, 0.0, Cause.UNREADABLE)
    assert "can't be read" in verdict.reason and verdict.detail


def message_of(namespace):
    return json.loads(json.dumps(to_json(dump(namespace, list(namespace)))))


def test_answers_without_state_are_compiled_once_for_all_cells(polynomial):
    message = message_of({"f": polynomial["f"]})
    f = rebuilt(message)["f"]
    assert rebuilt(message)["f"] is f
    more = rebuilt(message_of({"f": polynomial["f"], "z": polynomial["z"], "numbers": [1, 2]}))
    assert more["f"] is f
    inputs = [declared.variable for declared in f.maker.inputs]
    assert [v for v in theano.gof.graph.inputs([more["z"]]) if not isinstance(v, theano.Constant)] == inputs
    assert rebuilt(message)["f"] is not f  # what came last had more nodes


def test_of_answers_that_begin_otherwise_nothing_is_taken(polynomial):
    x, y = polynomial["x"], polynomial["y"]
    f = rebuilt(message_of({"f": polynomial["f"]}))["f"]
    for other in (
        {"f": theano.function([x, y], 3 * x + x * y + 4 * y)},
        {"f": theano.function([y, x], polynomial["z"])},
        {"g": polynomial["f"]},
        {"z": y, "f": polynomial["f"]},
        {"f": polynomial["f"], "g": theano.function([x], x)},
    ):
        rebuilt(message_of({"f": polynomial["f"]}))
        assert all(value is not f for value in rebuilt(message_of(other)).values())
        f = rebuilt(message_of({"f": polynomial["f"]}))["f"]
    one, true = (
        json.loads(json.dumps(message_of({"f": theano.function([x, y], T.stack([x, y]).sum(axis=0))}))) for _ in "12"
    )
    axes = [node for node in true["nodes"] if "axis" in node.get("params", {})]
    assert axes
    f = rebuilt(one)["f"]
    axes[0]["params"]["axis"] = [False] if axes[0]["params"]["axis"] == [0] else False
    with pytest.raises(AnswersError):
        rebuilt(true)


def test_answers_with_state_are_made_anew_for_every_cell():
    state, inc = theano.shared(1), T.lscalar()
    counter = theano.In(T.lscalar("n"), value=0, update=inc)
    for namespace in (
        {"accumulator": theano.function([inc], state, updates=[(state, state + inc)])},
        {"reader": theano.function([], state)},
        {"f": theano.function([inc, counter], inc)},
        {"f": theano.function([inc], inc), "state": state},
        {"numbers": [1, 2]},
    ):
        message = message_of(namespace)
        (name, *_) = namespace
        assert rebuilt(message)[name] is not rebuilt(message)[name]


def test_what_a_check_does_to_the_namespace_stays_in_its_cell(polynomial):
    message = message_of({"f": polynomial["f"]})
    rebuilt(message)["f"] = None
    assert rebuilt(message)["f"] is not None


@pytest.mark.parametrize("extra", ["check", "print", "__builtins__", "__name__", "f_of_another_cell"])
def test_a_forged_message_brings_no_other_names_into_the_cell(polynomial, extra):
    message = to_json(dump(polynomial, ["f"]))
    message["names"][extra] = {"scalar": 7}
    source = f"assert {extra!r} not in globals() or globals()[{extra!r}] != 7\n" + HIDDEN.format("function", "f=f")
    assert judge_cell(Request("function", source, 4.0, message)).outcome is Outcome.PASSED


def test_an_error_of_theano_shows_the_student_no_path_of_ours():
    x, y = T.TensorType("float64", (True,))("x"), T.dvector("y")
    f = theano.function([x, y], theano.tensor.opt.Assert("no")(x + y, T.eq(y[0], -1)))
    source = "from exercises.checking import call\ncall('f', f, [1.0, 2.0], [1.0, 2.0])\n"
    verdict = grade("function", {"f": f}, source=source)
    assert verdict.outcome is Outcome.FAILED
    shown = " ".join([verdict.reason, verdict.hint, *vars(verdict.counterexample).values()])
    assert "Bad input argument to theano function" in shown and "/" not in shown and ".py" not in shown


def test_two_runs_give_the_same_words(polynomial):
    polynomial["f"] = theano.function([polynomial["x"], polynomial["y"]], polynomial["x"] * polynomial["y"])
    assert grade("values", polynomial) == grade("values", polynomial)


def test_names_needed_are_those_that_the_cell_reads():
    source = 'import os\nfrom exercises import check as c\ntotal = len(f)\nc("a", "b", f=f, z=[w for w in state])\n'
    assert names_needed(source) == ("f", "state")
