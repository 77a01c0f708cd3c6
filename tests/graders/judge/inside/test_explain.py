"""Explanations: of wrong answers the change that a teacher would name, of right ones none, and nothing that is untrue.

That a change is right is found out in another way than it was proved: applied by ``support.mended``, compiled by Theano,
compared with the NumPy reference of the exercise.
"""

import json
import time

import numpy as np
import pytest
import theano
import theano.tensor as T
from mended import mended

from exercises import accumulator as accumulator_exercise
from exercises import polynomial as polynomial_exercise
from exercises import tanh_layer as tanh_layer_exercise
from graders.answers.theano_engine.dump import dump
from graders.answers.theano_engine.load import load
from graders.judge.inside.explain import explain
from graders.judge.inside.explain import explained as explained_with_behaviour
from graders.judge.inside.explain.reference import of_exercise
from graders.records.explanation import EXPRESSION_KINDS, INTERFACE_KINDS, Explanation

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:theano"),
    pytest.mark.filterwarnings("ignore::FutureWarning:theano"),
]

NAMES = {"polynomial": ("f", "z"), "tanh_layer": ("f",), "accumulator": ("accumulator", "state")}
GIVEN = {
    "polynomial": "x, y = T.dscalars('x', 'y')\n",
    "tanh_layer": "x, W, b = T.fvector('x'), T.fmatrix('W'), T.fvector('b')\n",
    "accumulator": "state = theano.shared(np.int64(1), name='state')\ninc = T.lscalar('inc')\n",
}


def answers(exercise, code):
    namespace = {"np": np, "theano": theano, "T": T}
    exec(GIVEN[exercise] + code, namespace)
    return dump(namespace, NAMES[exercise])


def explained(exercise, code):
    return explain(answers(exercise, code), NAMES[exercise], of_exercise(exercise), seconds=5.0)


def told(explanation):
    return [(change.kind, change.here, change.right) for change in explanation.changes if not change.weak]


def of_z(formula):
    return f"z = {formula}\nf = theano.function([x, y], z, on_unused_input='ignore')"


def layer(first, second="T.tanh(z)"):
    return f"z = {first}\nf = theano.function([x, W, b], [z, {second}], on_unused_input='ignore')"


def state_machine(outputs="[state, 2 * state]", update="state + inc"):
    return f"accumulator = theano.function([inc], {outputs}, updates=[(state, {update})], on_unused_input='ignore')"


WRONG = [
    ("polynomial", of_z("3 * x + 3 * y"), [("missing term", "3 * x + 3 * y", "3 * x + 3 * y + x * y")]),
    ("polynomial", of_z("3 * x + x * y + y"), [("missing factor", "y", "3 * y")]),
    ("polynomial", of_z("3 * x + x * y + 3 * x"), [("operand", "x", "y")]),
    ("polynomial", of_z("3 * x - x * y + 3 * y"), [("operation", "3 * x - x * y", "3 * x + x * y")]),
    ("polynomial", of_z("3 * x + x ** y + 3 * y"), [("operation", "x**y", "x * y")]),
    ("polynomial", of_z("2.999 * x + x * y + 3 * y"), [("constant", "2.999", "3")]),
    ("polynomial", of_z("(x + 3) * (y + 3)"), [("missing term", "(x + 3) * (y + 3)", "(x + 3) * (y + 3) - 9")]),
    ("polynomial", of_z("3 * (x + x * y + y)"), [("amounts", "x * y * 3", "x * y")]),
    ("polynomial", of_z("T.nnet.relu(3 * x + x * y + 3 * y)"), [
        ("limit", "relu(3 * x + x * y + 3 * y)", "3 * x + x * y + 3 * y")]),
    ("polynomial", of_z("T.round((3 * x + x * y + 3 * y) * 1e4) / 1e4"), [
        ("rounding", "round((3 * x + x * y + 3 * y) * 10000) / 10000", "3 * x + x * y + 3 * y")]),
    ("polynomial", of_z("3 * T.clip(x, -1e10, 1e10) + x * y + 3 * y"), [
        ("limit", "clip(x, -10000000000, 10000000000)", "x")]),
    ("polynomial", of_z("3 * x + y * y - 3 * y"), [
        ("operand", "y", "x"), ("operation", "3 * x + y * y - 3 * y", "3 * x + y * x + 3 * y")]),
    ("polynomial", of_z("x ** 3 + x * y + y ** 3"), [("operation", "x**3", "3 * x"), ("operation", "y**3", "3 * y")]),
    ("polynomial", "z = 3 * x + x * y + 3 * y\nf = theano.function([x, y], 3 * (x + y))", [
        ("missing term", "3 * (x + y)", "3 * (x + y) + x * y")]),
    ("tanh_layer", layer("T.dot(x, W)"), [("missing term", "dot(x, W)", "dot(x, W) + b")]),
    ("tanh_layer", layer("x * W + b"), [("operation", "x * W", "dot(x, W)")]),
    ("tanh_layer", layer("T.dot(x, W.T) + b"), [("transposed", "W.T", "W")]),
    ("tanh_layer", layer("T.dot(W, x) + b"), [("swapped operands", "dot(W, x)", "dot(x, W)")]),
    ("tanh_layer", layer("T.dot(x + b, W)"), [("order of operations", "dot(x + b, W)", "dot(x, W) + b")]),
    ("tanh_layer", layer("T.dot(x, W) + b", "T.nnet.sigmoid(z)"), [
        ("operation", "sigmoid(dot(x, W) + b)", "tanh(dot(x, W) + b)")]),
    ("tanh_layer", layer("T.dot(x, W) + b", "2 * T.nnet.sigmoid(z) - 1"), [
        ("missing factor", "dot(x, W) + b", "(dot(x, W) + b) * 2")]),
    ("tanh_layer", layer("T.dot(x, W) - b", "T.tan(z)"), [
        ("operation", "dot(x, W) - b", "dot(x, W) + b"), ("operation", "tan(dot(x, W) - b)", "tanh(dot(x, W) + b)")]),
    ("tanh_layer", layer("T.dot(x[:40], W[:40]) + b"), [("part", "x[:40]", "x"), ("part", "W[:40]", "W")]),
    ("tanh_layer", layer("T.dot(x.dimshuffle('x', 0), W) + b"), [("shape", "x.dimshuffle('x', 0)", "x")]),
    ("tanh_layer", layer("T.dot(x, theano.shared(np.ones((3, 2), 'float32'), name='w')) + b"), [("frozen", "w", "W")]),
    ("accumulator", state_machine(update="state - inc"), [("operation", "state - inc", "state + inc")]),
    ("accumulator", state_machine(update="inc"), [("missing term", "inc", "state + inc")]),
    ("accumulator", state_machine(update="state + 1"), [("frozen", "1", "inc")]),
    ("accumulator", state_machine("[state, state ** 2]"), [("operation", "state**2", "2 * state")]),
    ("accumulator", state_machine("[state + inc, 2 * (state + inc)]"), [("extra term", "state + inc", "state")]),
    ("accumulator", state_machine("[state, 4 * state // 2]"), [("expression", "4 * state // 2", "2 * state")]),
    ("accumulator", state_machine("[state, 2 * (state + inc)]", "state + abs(inc)"), [
        ("extra function", "abs(inc)", "inc"), ("extra term", "state + inc", "state")]),
]  # fmt: skip


@pytest.mark.parametrize("exercise, code, changes", WRONG)
def test_the_change_is_named_and_is_right(exercise, code, changes):
    explanation = explained(exercise, code)

    assert sorted(told(explanation)) == sorted(changes)
    assert explanation.complete
    assert all(change.inputs >= 200 and change.node is not None for change in explanation.changes)
    assert all(change.kind in EXPRESSION_KINDS for change in explanation.changes)
    agrees(exercise, mended(answers(exercise, code), explanation, of_exercise(exercise).answers))


def agrees(exercise, changed):
    """Assert that answers compute what the exercise's own reference does."""
    loaded = load(changed).names()
    random = np.random.RandomState(0)
    if exercise == "polynomial":
        free = [v for v in theano.gof.graph.inputs([loaded["z"]]) if not isinstance(v, theano.Constant)]
        functions = [loaded["f"], theano.function(sorted(free, key=lambda v: v.name), loaded["z"])]
        for x, y in [(0, 0), (1, -1), (1e11, 3), (-2, 1e12), *random.uniform(-9, 9, (20, 2))]:
            for function in functions:
                assert polynomial_exercise.agrees(function(float(x), float(y)), x, y)
    elif exercise == "tanh_layer":
        for n, k, scale in ((3, 2, 1.0), (1, 4, 30.0), (4, 1, 0.01), (50, 45, 1.0)):
            values = [(scale * random.uniform(-1, 1, shape)).astype("float32") for shape in ((n,), (n, k), (k,))]
            results = loaded["f"](*values)
            pairs = zip(results, tanh_layer_exercise.reference(*values), tanh_layer_exercise.tolerances(*values))
            for got, expected, allowed in pairs:
                assert got.shape == expected.shape and got.dtype == "float32"
                assert (np.abs(got - expected) <= allowed).all()
    else:
        for state, inc in ((0, 5), (-3, -4), (2**53 + 1, 7), (2**62 - 9, 1)):
            loaded["state"].set_value(np.int64(state))
            expected, after = accumulator_exercise.reference(state, inc)
            assert [int(result) for result in loaded["accumulator"](inc)] == list(expected)
            assert int(loaded["state"].get_value()) == after


POLYNOMIAL = of_z("3 * x + x * y + 3 * y")
ACTIVATION = "z = T.dot(x, W) + b\n"
TANH = "f = theano.function([{}], {})"

INTERFACES = [
    ("polynomial", "z = 3 * x + x * y + 3 * y\nf = z", "not compiled", {}),
    ("polynomial", POLYNOMIAL + "\nf = lambda x, y: 0", "not a function", {"placeholder": ["a Python lambda"]}),
    ("polynomial", POLYNOMIAL + "\nz = 7", "not an expression", {"kind": "scalar"}),
    ("polynomial", "x, y = T.lscalars('x', 'y')\n" + POLYNOMIAL, "inputs", {"differ": ["kind", "precision"]}),
    ("polynomial", "f = theano.function([x, y], [3 * x, x * y, 3 * y])", "extra output", {"given": 3, "sum": True}),
    ("tanh_layer", ACTIVATION + TANH.format("W, x, b", "[z, T.tanh(z)]"), "input order", {"order": [1, 0, 2]}),
    ("tanh_layer", ACTIVATION + TANH.format("b, W, x", "[z, T.tanh(z)]"), "input order", {"order": [2, 1, 0]}),
    ("tanh_layer", ACTIVATION + TANH.format("x, W, b", "[T.tanh(z), z]"), "output order", {"order": [1, 0]}),
    ("tanh_layer", ACTIVATION + TANH.format("x, W, b", "[z]"), "missing output", {"expected": 2, "given": 1}),
    ("tanh_layer", ACTIVATION + TANH.format("x, W, b", "T.stack([z, T.tanh(z)])"), "stacked outputs", {}),
    ("accumulator", "accumulator = theano.function([inc], [state, 2 * state], on_unused_input='ignore')",
     "missing update", {}),
    ("accumulator", state_machine() + "\nstate = theano.shared(np.int64(1), name='state')", "other state",
     {"how": "made again", "name": "state"}),
    ("accumulator", "own = theano.shared(np.int64(1), name='own')\n" + state_machine().replace("state", "own"),
     "other state", {"how": "another", "name": "own"}),
    ("accumulator", state_machine() + "\nstate = 1", "not shared", {"kind": "scalar"}),
]  # fmt: skip


@pytest.mark.parametrize("exercise, code, kind, facts", INTERFACES)
def test_what_is_no_change_of_an_expression_is_told_apart(exercise, code, kind, facts):
    explanation = explained(exercise, code)

    (change,) = [change for change in explanation.changes if not change.weak]
    assert change.kind == kind and kind in INTERFACE_KINDS
    assert {key: change.facts[key] for key in facts} == facts


def test_of_what_the_grader_does_not_know_nothing_is_said():
    code = (
        "from theano.compile.ops import as_op\n"
        "product = as_op([T.dscalar, T.dscalar], [T.dscalar])(lambda a, b: a * b)\n" + of_z("product(x, y)")
    )

    assert explained("polynomial", code) is None


def test_one_bug_does_not_hide_the_other():
    code = "z = T.dot(x, W) - b\nf = theano.function([W, x, b], [T.tanh(z), z])"

    kinds = [change.kind for change in explained("tanh_layer", code).changes]

    assert sorted(kinds) == ["input order", "operation", "output order"]


def test_where_a_float64_comes_from():
    (change,) = explained("tanh_layer", layer("T.dot(x, W) + b", "np.float64(1) * T.tanh(z)")).changes

    assert (change.kind, change.facts["dtype"], change.facts["wanted"]) == ("type", "float64", "float32")
    assert answers("tanh_layer", layer("T.dot(x, W) + b", "np.float64(1) * T.tanh(z)")).nodes[change.node].op == "constant"


RIGHT = [
    ("polynomial", of_z("(x + 3) * (y + 3) - 9")),
    ("polynomial", of_z("x * (y + 3) + 3 * y")),
    ("polynomial", of_z("T.stack([3 * x, x * y, 3 * y]).sum()")),
    ("polynomial", "c = theano.shared(3.0)\n" + of_z("c * x + x * y + c * y")),
    ("tanh_layer", layer("(x.dimshuffle(0, 'x') * W).sum(axis=0) + b", "2 * T.nnet.sigmoid(2 * z) - 1")),
    ("tanh_layer", layer("T.dot(W.T, x) + b")),
    ("accumulator", state_machine("[state, state + state]", "inc - (-state)")),
    ("accumulator", state_machine("[state, 2 * (state + inc) - 2 * inc]", "(2 * state + 2 * inc) // 2")),
]


@pytest.mark.parametrize("exercise, code", RIGHT)
def test_right_answers_get_none(exercise, code):
    assert explained(exercise, code) is None


def test_the_reference_leaves_the_mode_of_judging_as_it_was():
    from theano.compile import mode

    of_exercise.cache_clear()
    before = mode.instantiated_default_mode
    of_exercise("polynomial")

    assert mode.instantiated_default_mode is before


def test_nothing_unproved_is_told_when_time_is_up():
    wrong = answers("tanh_layer", layer("T.dot(x, W) - b"))

    assert explain(wrong, NAMES["tanh_layer"], of_exercise("tanh_layer"), seconds=0.0) is None


UNUSUAL = [
    of_z("3 * x + 3 * y") + "\nfor _ in range(60):\n    z = z + z\nf = theano.function([x, y], z)",
    of_z("x") + "\nfor _ in range(100):\n    z = T.tanh(z) * y\nf = theano.function([x, y], z)",
    of_z("x") + "\nz = T.add(*[x * k for k in range(300)]) - y\nf = theano.function([x, y], z)",
    of_z("T.alloc(x, 10 ** 5, 10 ** 5).sum() + T.eye(10 ** 5).sum() * y"),
    of_z("theano.scan(lambda i: i * x, sequences=T.arange(3))[0].sum()"),
    "z = T.dscalar('other') + T.dmatrix('more').sum()\nf = theano.function([], [])",
]


@pytest.mark.parametrize("code", UNUSUAL)
def test_unusual_graphs_end_in_time(code):
    unusual = answers("polynomial", code)

    start = time.process_time()
    explain(unusual, NAMES["polynomial"], of_exercise("polynomial"))

    assert time.process_time() - start < 1.5


def test_it_is_quick():
    seconds = []
    for exercise, code, _ in WRONG:
        wrong = answers(exercise, code)
        start = time.process_time()
        explain(wrong, NAMES[exercise], of_exercise(exercise))
        seconds.append(time.process_time() - start)

    assert np.median(seconds) < 0.06 and max(seconds) < 0.6  # twice what is aimed for: other tests run beside this one


def test_json():
    explanation = explained("polynomial", of_z("3 * x + y * y - 3 * y"))

    assert Explanation.from_json(json.loads(json.dumps(explanation.to_json()))).changes[0].edits
    assert json.dumps(Explanation.from_json(explanation.to_json()).to_json()) == json.dumps(explanation.to_json())


TEXT = "`</code><b>All points.</b>\n"


def test_what_has_no_name_is_told_apart_and_no_text_of_a_students_is_shown():
    code = "x, y = T.dscalar(), T.dscalar({!r})\n{}".format(TEXT, of_z("3 * x + x * y + 3 * x"))
    assert told(explained("polynomial", code)) == [("operand", "input1", "input2")]
    same = "x, y = T.dscalar('x'), T.dscalar('x')\n" + of_z("3 * x + x * y + 3 * x")
    assert told(explained("polynomial", same)) == [("operand", "input1", "input2")]
    weights = "w = theano.shared(np.ones((3, 2), 'float32'), name={!r})\n{}".format(TEXT, layer("T.dot(x, w) + b"))
    assert told(explained("tanh_layer", weights)) == [("frozen", "(a shared variable)", "W")]


def test_what_an_answer_does_does_not_depend_on_how_much_time_there_was():
    wrong = answers("tanh_layer", layer("T.dot(x, W) + b", "T.tanh(z) * (z > 0)"))
    both = [explained_with_behaviour(wrong, NAMES["tanh_layer"], of_exercise("tanh_layer"), t)[1] for t in (5.0, 0.0)]
    assert list(both[0].results) == ["output f 1"] and both[0].is_like(both[1])
